using System.Collections.Immutable;
using Archway.Oci.Platforms;

namespace Archway.Assembling.Pipelines.Templates;

/// <summary>A CloudFormation template: AWS CodePipeline, a CodeBuild project for each platform and one that joins, Amazon ECR, and their rights.</summary>
/// <remarks>
/// <see href="https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html"/>
/// <see href="https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html"/>
/// <see href="https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html"/>
/// </remarks>
internal sealed class CodePipelineTemplate() : PipelineTemplate("codepipeline", "pipeline.cfn.yaml", "COMPUTE_TYPE")
{
    private const string Smallest = "BUILD_GENERAL1_SMALL";

    // The machine is chosen by the kind of container; its name is its size.
    private protected override string? HostedRunner(Platform platform) => KindOf(platform) is null ? null : Smallest;

    private protected override string? FindObstacle(PipelineRequest request, ImmutableArray<PipelinePlatform> platforms)
    {
        if (platforms.FirstOrDefault(platform => KindOf(platform.Platform) is null) is { } foreign)
            return $"CodeBuild has no machine for {foreign.Platform}, but for linux/amd64 and linux/arm64";
        if (platforms.FirstOrDefault(platform => !platform.Runner.StartsWith("BUILD_GENERAL1_", StringComparison.Ordinal) || !platform.Runner.All(IsLetter)) is { } odd)
            return $"CodeBuild's machines differ by their size alone: write --runner {odd.Platform}=BUILD_GENERAL1_LARGE, not {odd.Runner}";
        var registry = request.Image.Registry;
        return registry == "docker.io" || (registry.Contains(".dkr.ecr.", StringComparison.Ordinal) && registry.Contains(".amazonaws.com", StringComparison.Ordinal)) ? null
            : $"the pipeline pushes to a repository of Amazon ECR that it brings, not to {registry}: write --image as its name, like {request.Image.Repository}:{request.Image.Tag}";
    }

    private protected override string Write(PipelineScripts scripts) =>
        PipelineText.Of($$"""
        # Each platform is built on a machine of its own and pushed under its digest alone;
        # the tag is written when all are there and hold what they say. Deploy it with
        #   aws cloudformation deploy --template-file {{CustomaryFile}} --stack-name image --capabilities CAPABILITY_IAM \
        #     --parameter-overrides ConnectionArn=arn:aws:codeconnections:… RepositoryId=OWNER/REPOSITORY
        AWSTemplateFormatVersion: '2010-09-09'
        Description: Builds a multi-arch container image natively, joins it, and publishes it to Amazon ECR.

        Parameters:
          ConnectionArn:
            Type: String
            Description: The connection to the host of the sources, which a person has made and confirmed in the console.
            AllowedPattern: 'arn:aws[a-z-]*:codeconnections:[a-z0-9-]+:[0-9]{12}:connection/[0-9a-f-]+'
          RepositoryId:
            Type: String
            Description: The repository there, as OWNER/REPOSITORY.
          Branch:
            Type: String
            Default: {{PipelineText.Quote(scripts.Branch)}}
          ImageName:
            Type: String
            Default: {{PipelineText.Quote(scripts.Repository)}}
          ImageTag:
            Type: String
            Default: {{PipelineText.Quote(scripts.Tag)}}
          BuildContext:
            Type: String
            Default: {{PipelineText.Quote(scripts.Context)}}
          Dockerfile:
            Type: String
            Default: {{PipelineText.Quote(scripts.Dockerfile)}}

        Resources:
          Repository:
            Type: AWS::ECR::Repository
            DeletionPolicy: Retain
            UpdateReplacePolicy: Retain
            Properties:
              RepositoryName: !Ref ImageName
              EncryptionConfiguration:
                EncryptionType: AES256
              ImageScanningConfiguration:
                ScanOnPush: true

          Artifacts:
            Type: AWS::S3::Bucket
            DeletionPolicy: Retain
            UpdateReplacePolicy: Retain
            Properties:
              BucketEncryption:
                ServerSideEncryptionConfiguration:
                  - ServerSideEncryptionByDefault:
                      SSEAlgorithm: AES256
              PublicAccessBlockConfiguration:
                BlockPublicAcls: true
                BlockPublicPolicy: true
                IgnorePublicAcls: true
                RestrictPublicBuckets: true
              OwnershipControls:
                Rules:
                  - ObjectOwnership: BucketOwnerEnforced
              LifecycleConfiguration:
                Rules:
                  - Status: Enabled
                    ExpirationInDays: 30

          ArtifactsPolicy:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: !Ref Artifacts
              PolicyDocument:
                Version: '2012-10-17'
                Statement:
                  - Sid: OnlyOverTls
                    Effect: Deny
                    Principal: '*'
                    Action: s3:*
                    Resource:
                      - !GetAtt Artifacts.Arn
                      - !Sub '${Artifacts.Arn}/*'
                    Condition:
                      Bool:
                        aws:SecureTransport: false

          Log:
            Type: AWS::Logs::LogGroup
            DeletionPolicy: Delete
            UpdateReplacePolicy: Delete
            Properties:
              RetentionInDays: 30

          {{CodePipelineParts.Role("BuildRole", "codebuild", CodePipelineParts.BuildRights)}}

          {{CodePipelineParts.Role("PublishRole", "codebuild", CodePipelineParts.PublishRights)}}

          {{CodePipelineParts.Role("PipelineRole", "codepipeline", CodePipelineParts.PipelineRights(scripts.Platforms))}}

          {{PipelineText.Each(scripts.Platforms, platform => CodePipelineParts.Build(platform) + "\n")}}

          {{CodePipelineParts.Publish(scripts)}}

          Pipeline:
            Type: AWS::CodePipeline::Pipeline
            DependsOn: ArtifactsPolicy
            Properties:
              PipelineType: V2
              # A later push takes the place of one that still waits.
              ExecutionMode: SUPERSEDED
              RoleArn: !GetAtt PipelineRole.Arn
              ArtifactStore:
                Type: S3
                Location: !Ref Artifacts
              Stages:
                - Name: Source
                  Actions:
                    - Name: Source
                      ActionTypeId: {Category: Source, Owner: AWS, Provider: CodeStarSourceConnection, Version: '1'}
                      Configuration:
                        ConnectionArn: !Ref ConnectionArn
                        FullRepositoryId: !Ref RepositoryId
                        BranchName: !Ref Branch
                      OutputArtifacts:
                        - Name: Source
                - Name: Build
                  Actions:
                    {{PipelineText.Each(scripts.Platforms, CodePipelineParts.BuildAction)}}
                - Name: Publish
                  Actions:
                    - Name: Publish
                      ActionTypeId: {Category: Build, Owner: AWS, Provider: CodeBuild, Version: '1'}
                      InputArtifacts:
                        - Name: Source
                      Configuration:
                        ProjectName: !Ref Publish
                        EnvironmentVariables: >-
                          [{{string.Join(",\n", scripts.Platforms.Select(platform =>
                              $$"""{"name": "{{platform.DigestVariable}}", "value": "#{{{platform.Identifier}}.DIGEST}", "type": "PLAINTEXT"}"""))}}]

        Outputs:
          Image:
            Description: What the pipeline publishes.
            Value: !Sub '${Repository.RepositoryUri}:${ImageTag}'

        """);

    /// <summary>The kind of container that CodeBuild runs for a platform, and the image that it runs.</summary>
    internal static (string Type, string Image)? KindOf(Platform platform) => platform.Canonical switch
    {
        "linux/amd64" => ("LINUX_CONTAINER", "aws/codebuild/amazonlinux-x86_64-standard:5.0"),
        "linux/arm64" => ("ARM_CONTAINER", "aws/codebuild/amazonlinux-aarch64-standard:3.0"),
        _ => null,
    };

    private static bool IsLetter(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
