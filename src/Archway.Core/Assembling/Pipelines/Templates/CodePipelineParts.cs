using System.Collections.Immutable;
using Archway.Oci.Platforms;

namespace Archway.Assembling.Pipelines.Templates;

/// <summary>The projects of CodeBuild within the template for CodePipeline, and what each role may do: what its steps do, and nothing else.</summary>
internal static class CodePipelineParts
{
    private const string Login =
        """
        aws ecr get-login-password --region "$AWS_REGION" | docker login --username AWS --password-stdin "$REGISTRY"
        """;

    private const string Reads =
        """
        - Effect: Allow
          Action: ecr:GetAuthorizationToken
          Resource: '*'
        - Effect: Allow
          Action:
            - logs:CreateLogStream
            - logs:PutLogEvents
          Resource: !GetAtt Log.Arn
        - Effect: Allow
          Action:
            - s3:GetObject
            - s3:GetObjectVersion
          Resource: !Sub '${Artifacts.Arn}/*'
        """;

    /// <summary>Pushing an image and its cache, and reading the cache.</summary>
    internal const string BuildRights =
        $$"""
        {{Reads}}
        - Effect: Allow
          Action:
            - ecr:BatchCheckLayerAvailability
            - ecr:BatchGetImage
            - ecr:CompleteLayerUpload
            - ecr:GetDownloadUrlForLayer
            - ecr:InitiateLayerUpload
            - ecr:PutImage
            - ecr:UploadLayerPart
          Resource: !GetAtt Repository.Arn
        """;

    /// <summary>Reading the images, and putting an index beside them: no layer is pushed.</summary>
    internal const string PublishRights =
        $$"""
        {{Reads}}
        - Effect: Allow
          Action:
            - ecr:BatchCheckLayerAvailability
            - ecr:BatchGetImage
            - ecr:GetDownloadUrlForLayer
            - ecr:PutImage
          Resource: !GetAtt Repository.Arn
        """;

    /// <summary>Fetching the sources, keeping them for the builds, and starting those.</summary>
    /// <remarks>Of the bucket, what the service's own page says that it needs.</remarks>
    internal static string PipelineRights(ImmutableArray<PipelinePlatform> platforms) =>
        PipelineText.Of($$"""
        - Effect: Allow
          Action: codeconnections:UseConnection
          Resource: !Ref ConnectionArn
        - Effect: Allow
          Action:
            - s3:GetBucketAcl
            - s3:GetBucketLocation
            - s3:GetBucketVersioning
          Resource: !GetAtt Artifacts.Arn
        - Effect: Allow
          Action:
            - s3:GetObject
            - s3:GetObjectVersion
            - s3:PutObject
            - s3:PutObjectAcl
          Resource: !Sub '${Artifacts.Arn}/*'
        - Effect: Allow
          Action:
            - codebuild:BatchGetBuilds
            - codebuild:StartBuild
          Resource:
            {{PipelineText.Each(platforms, platform => $"- !GetAtt {NameOf(platform)}.Arn")}}
            - !GetAtt Publish.Arn
        """);

    internal static string Role(string name, string service, string statements) =>
        PipelineText.Of($$"""
        {{name}}:
          Type: AWS::IAM::Role
          Properties:
            AssumeRolePolicyDocument:
              Version: '2012-10-17'
              Statement:
                - Effect: Allow
                  Principal:
                    Service: {{service}}.amazonaws.com
                  Action: sts:AssumeRole
            Policies:
              - PolicyName: OnlyWhatItDoes
                PolicyDocument:
                  Version: '2012-10-17'
                  Statement:
                    {{statements}}
        """);

    /// <summary>The project that builds one platform on its own kind of machine.</summary>
    internal static string Build(PipelinePlatform platform) => Project(NameOf(platform), "BuildRole", platform.Platform, platform.Runner, isPrivileged: true,
        [("PLATFORM", platform.Platform.ToString()), ("SLUG", platform.Slug), ("CONTEXT", "!Ref BuildContext"), ("DOCKERFILE", "!Ref Dockerfile")],
        PipelineText.Of($$"""
        version: 0.2
        env:
          shell: bash
          exported-variables:
            - DIGEST
        phases:
          build:
            commands:
              # The braces keep what the steps set, and what they do at their end, to themselves.
              - |
                (
                  {{PipelineScripts.Begin()}}
                  {{Login}}
                  {{PipelineScripts.Push}}
                  echo "$digest" > /tmp/digest
                )
              - |
                DIGEST=$(cat /tmp/digest)
                export DIGEST
        """));

    /// <summary>The project that joins what the others built.</summary>
    internal static string Publish(PipelineScripts scripts) =>
        Project("Publish", "PublishRole", Platform.LinuxArm64, "BUILD_GENERAL1_SMALL", isPrivileged: false, [("TAG", "!Ref ImageTag")],
        PipelineText.Of($$"""
        version: 0.2
        env:
          shell: bash
        phases:
          build:
            commands:
              - |
                (
                  set -eu
                  DOCKER_CONFIG=$(mktemp -d)
                  export DOCKER_CONFIG
                  trap 'rm -rf "$DOCKER_CONFIG"' EXIT
                  {{Login}}
                  {{scripts.Publish}}
                )
        """));

    internal static string BuildAction(PipelinePlatform platform) =>
        PipelineText.Of($$"""
        - Name: {{NameOf(platform)}}
          Namespace: {{platform.Identifier}}
          # Actions of one order run at once.
          RunOrder: 1
          ActionTypeId: {Category: Build, Owner: AWS, Provider: CodeBuild, Version: '1'}
          InputArtifacts:
            - Name: Source
          Configuration:
            ProjectName: !Ref {{NameOf(platform)}}
        """);

    private static string Project(
        string name, string role, Platform platform, string size, bool isPrivileged, ImmutableArray<(string Name, string Value)> variables, string steps)
    {
        var (type, image) = CodePipelineTemplate.KindOf(platform)!.Value;
        ImmutableArray<(string Name, string Value)> all =
            [("REGISTRY", "!Sub '${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}'"), ("IMAGE", "!GetAtt Repository.RepositoryUri"), .. variables];
        return PipelineText.Of($$"""
            {{name}}:
              Type: AWS::CodeBuild::Project
              Properties:
                ServiceRole: !GetAtt {{role}}.Arn
                Artifacts:
                  Type: CODEPIPELINE
                LogsConfig:
                  CloudWatchLogs:
                    Status: ENABLED
                    GroupName: !Ref Log
                Environment:
                  Type: {{type}}
                  Image: {{image}}
                  ComputeType: {{size}}
                  # Only what runs a docker daemon needs more than a plain container.
                  PrivilegedMode: {{(isPrivileged ? "true" : "false")}}
                  EnvironmentVariables:
                    {{PipelineText.Each(all, variable => $"- Name: {variable.Name}\n  Value: {variable.Value}")}}
                Source:
                  Type: CODEPIPELINE
                  BuildSpec: |
                    {{steps}}
            """);
    }

    private static string NameOf(PipelinePlatform platform) =>
        "Build" + string.Concat(platform.Platform.ToString().Split('/').Skip(1).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
