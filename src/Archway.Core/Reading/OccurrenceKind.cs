using System.Text.Json.Serialization;

namespace Archway.Reading;

/// <summary>In what kind of place an image is named; the JSON names are part of the report's contract.</summary>
public enum OccurrenceKind
{
    /// <summary>A stage's base: <c>FROM image</c>.</summary>
    [JsonStringEnumMemberName("dockerfile:from")] DockerfileFrom,
    /// <summary>Files taken from an image: <c>COPY --from=image</c>.</summary>
    [JsonStringEnumMemberName("dockerfile:copy-from")] DockerfileCopyFrom,
    /// <summary>An image mounted while building: <c>RUN --mount=from=image</c>.</summary>
    [JsonStringEnumMemberName("dockerfile:mount-from")] DockerfileMountFrom,
    /// <summary>The image that reads the Dockerfile: <c># syntax=image</c>.</summary>
    [JsonStringEnumMemberName("dockerfile:syntax")] DockerfileSyntax,
    /// <summary>A Compose service's <c>image</c>.</summary>
    [JsonStringEnumMemberName("compose:image")] ComposeImage,
    /// <summary>An image that a Compose service's build takes for one of its contexts.</summary>
    [JsonStringEnumMemberName("compose:build-context")] ComposeBuildContext,
    /// <summary>A container of a pod, or of a template for pods.</summary>
    [JsonStringEnumMemberName("k8s:container")] KubernetesContainer,
    /// <summary>An image field of a custom resource.</summary>
    [JsonStringEnumMemberName("k8s:cr-field")] KubernetesField,
    /// <summary>An image named in a container's arguments or environment.</summary>
    [JsonStringEnumMemberName("k8s:arg-or-env")] KubernetesArgumentOrEnvironment,
    /// <summary>An image named in an annotation.</summary>
    [JsonStringEnumMemberName("k8s:annotation")] KubernetesAnnotation,
    /// <summary>An entry of a kustomization's <c>images</c>.</summary>
    [JsonStringEnumMemberName("kustomize:images")] KustomizeImages,
    /// <summary>An image set by a kustomization's patch.</summary>
    [JsonStringEnumMemberName("kustomize:patch")] KustomizePatch,
    /// <summary>An image of a Helm chart's values.</summary>
    [JsonStringEnumMemberName("helm:values")] HelmValues,
    /// <summary>An image written out in a Helm template.</summary>
    [JsonStringEnumMemberName("helm:template-literal")] HelmTemplateLiteral,
    /// <summary>A container of an Amazon ECS task definition.</summary>
    [JsonStringEnumMemberName("ecs:container")] EcsContainer,
    /// <summary>A tag of a repository of Amazon ECR.</summary>
    [JsonStringEnumMemberName("ecr:image")] EcrImage,
    /// <summary>An image that Skaffold builds with, or runs beside what it builds.</summary>
    [JsonStringEnumMemberName("skaffold:image")] Skaffold,
    /// <summary>A GitHub Actions job's container, or one of its services.</summary>
    [JsonStringEnumMemberName("ci:github")] GitHubActions,
    /// <summary>A GitLab CI job's image, or one of its services.</summary>
    [JsonStringEnumMemberName("ci:gitlab")] GitLab,
    /// <summary>A CircleCI executor's image.</summary>
    [JsonStringEnumMemberName("ci:circleci")] CircleCI,
    /// <summary>A Google Cloud Build step's builder.</summary>
    [JsonStringEnumMemberName("ci:cloudbuild-step")] CloudBuildStep,
    /// <summary>An Azure Pipelines job's container, a service of it, or a container resource.</summary>
    [JsonStringEnumMemberName("ci:azure")] AzurePipelines,
    /// <summary>A Drone step or service.</summary>
    [JsonStringEnumMemberName("ci:drone")] Drone,
    /// <summary>A Woodpecker step or service.</summary>
    [JsonStringEnumMemberName("ci:woodpecker")] Woodpecker,
    /// <summary>A Vela step or service.</summary>
    [JsonStringEnumMemberName("ci:vela")] Vela,
    /// <summary>A Buildkite step's image.</summary>
    [JsonStringEnumMemberName("ci:buildkite")] Buildkite,
    /// <summary>A Bitbucket Pipelines step's image, or a service.</summary>
    [JsonStringEnumMemberName("ci:bitbucket")] Bitbucket,
    /// <summary>The image of a Concourse task or resource type.</summary>
    [JsonStringEnumMemberName("ci:concourse")] Concourse,
    /// <summary>The image of an AWS CodeBuild batch's build.</summary>
    [JsonStringEnumMemberName("ci:codebuild")] CodeBuild,
    /// <summary>The image of a Jenkins pipeline's agent, or one that its script runs.</summary>
    [JsonStringEnumMemberName("ci:jenkins")] Jenkins,
    /// <summary>The image of a Podman Quadlet unit.</summary>
    [JsonStringEnumMemberName("quadlet:image")] QuadletImage,
    /// <summary>The base of an Earthfile's target.</summary>
    [JsonStringEnumMemberName("earthfile:from")] EarthfileFrom,
    /// <summary>A development container's image.</summary>
    [JsonStringEnumMemberName("devcontainer:image")] DevContainer,
    /// <summary>An image that a bake file's target takes as a context: <c>docker-image://</c>.</summary>
    [JsonStringEnumMemberName("bake:context")] BakeContext,
    /// <summary>An image of a Terraform resource, or given to a module.</summary>
    [JsonStringEnumMemberName("terraform:image")] TerraformImage,
    /// <summary>The image of a Nomad task.</summary>
    [JsonStringEnumMemberName("nomad:image")] NomadImage,
    /// <summary>An image that only a chart's rendering shows, at the template that makes it.</summary>
    [JsonStringEnumMemberName("rendered:helm")] RenderedHelm,
    /// <summary>An image that only a kustomization's rendering shows.</summary>
    [JsonStringEnumMemberName("rendered:kustomize")] RenderedKustomize,
    /// <summary>An image that a command in a script runs or pulls; read only where that is asked for.</summary>
    [JsonStringEnumMemberName("command:script")] CommandInScript,
    /// <summary>An image that a command in a Markdown text runs or pulls; read only where that is asked for.</summary>
    [JsonStringEnumMemberName("command:markdown")] CommandInMarkdown,
    /// <summary>A line of a list of images.</summary>
    [JsonStringEnumMemberName("list")] List,
}
