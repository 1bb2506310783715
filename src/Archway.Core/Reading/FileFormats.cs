using Archway.Reading.Builds;
using Archway.Reading.Commands;
using Archway.Reading.Compose;
using Archway.Reading.Dockerfiles;
using Archway.Reading.Earthly;
using Archway.Reading.Ecs;
using Archway.Reading.Helm;
using Archway.Reading.Helmfile;
using Archway.Reading.Kubernetes;
using Archway.Reading.Kustomize;
using Archway.Reading.Nomad;
using Archway.Reading.Pipelines;
using Archway.Reading.Pipelines.Azure;
using Archway.Reading.Pipelines.CircleCI;
using Archway.Reading.Pipelines.GitLab;
using Archway.Reading.Pipelines.Jenkins;
using Archway.Reading.Quadlet;
using Archway.Reading.Terraform;

namespace Archway.Reading;

/// <summary>The kinds of files that are read, the particular ones first.</summary>
internal static class FileFormats
{
    /// <summary>The kinds of YAML and JSON documents: those told by their file's place before those told by their content.</summary>
    private static readonly IDataFormat[] OfData =
    [
        new GitHubWorkflow(),
        new GitHubAction(),
        new GitLabPipeline(),
        new CircleCIConfig(),
        new WoodpeckerWorkflow(),
        new DronePipeline(),
        new VelaPipeline(),
        new BuildkitePipeline(),
        new BitbucketPipeline(),
        new ConcoursePipeline(),
        new CodeBuildSpec(),
        new AzurePipeline(),
        new DevContainerFile(),
        new SkaffoldFile(),
        new KustomizeFormat(),
        new FleetFile(),
        new HelmValuesFormat(),
        new ComposeFormat(),
        new KubernetesFormat(),
        new JsonPatchFormat(),
        new CloudBuildConfig(),
        new TaskDefinition(),
        new NomadJobJson(),
        new CloudFormationTemplate(),
    ];

    internal static IReadOnlyList<IFileFormat> For(ReadingOptions options) => For(options, new(OfData, options));

    private static IReadOnlyList<IFileFormat> For(ReadingOptions options, DataFiles data) =>
    [
        new DockerfileFormat(options),
        new HelmTemplateFormat(),
        new HelmfileFormat(),
        new BakeFile(options),
        new TerraformFile(data, options),
        data,
        new ScriptFile(options),
        new NomadJobFile(),
        new JenkinsFile(options),
        new QuadletUnit(),
        new Earthfile(options),
        new JibFile(),
        .. options.IncludeCommands ? new IFileFormat[] { new MarkdownFile() } : [],
    ];
}
