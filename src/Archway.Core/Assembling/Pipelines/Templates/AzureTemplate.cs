using Archway.Oci.Platforms;

namespace Archway.Assembling.Pipelines.Templates;

/// <summary>A pipeline of Azure Pipelines; its hosted machines have x86 processors alone.</summary>
/// <remarks><see href="https://learn.microsoft.com/en-us/azure/devops/pipelines/yaml-schema/"/></remarks>
internal sealed class AzureTemplate() : PipelineTemplate("azure", "azure-pipelines.yml", "POOL")
{
    private const string Hosted = "ubuntu-24.04";

    private protected override string? HostedRunner(Platform platform) => platform.Canonical == "linux/amd64" ? Hosted : null;

    private protected override string Write(PipelineScripts scripts) =>
        PipelineText.Of($$"""
        # Each platform is built on a machine of its own and pushed under its digest alone;
        # the tag is written when all are there and hold what they say. Other branches and pull requests build, and push nothing.
        # To fill in: the secret variables REGISTRY_USERNAME and REGISTRY_PASSWORD, which may push to {{scripts.Registry}}.
        trigger:
          batch: true
          branches:
            include: [{{PipelineText.Quote(scripts.Branch)}}]

        pr:
          branches:
            include: ['*']

        variables:
          {{PipelineText.Each(scripts.Variables, variable => $"{variable.Name}: {PipelineText.Quote(variable.Value)}")}}

        jobs:
          {{PipelineText.Each(scripts.Platforms, platform => Job(platform, scripts))}}

          - job: publish
            displayName: Join and publish
            dependsOn: [{{string.Join(", ", scripts.Platforms.Select(platform => "build_" + platform.Identifier))}}]
            condition: and(succeeded(), {{IsPublished(scripts)}})
            pool:
              {{Pool(scripts.Platforms[0])}}
            variables:
              {{PipelineText.Each(scripts.Platforms, platform => $"{platform.DigestVariable}: $[ dependencies.build_{platform.Identifier}.outputs['push.digest'] ]")}}
            steps:
              - checkout: none
              - bash: |
                  set -eu
                  DOCKER_CONFIG=$(mktemp -d)
                  export DOCKER_CONFIG
                  trap 'rm -rf "$DOCKER_CONFIG"' EXIT
                  {{PipelineScripts.Login}}
                  {{scripts.Publish}}
                displayName: Verify, join and publish
                env:
                  REGISTRY_USERNAME: $(REGISTRY_USERNAME)
                  REGISTRY_PASSWORD: $(REGISTRY_PASSWORD)

        """);

    // A run for a pull request, or one that somebody starts, is of another branch.
    private static string IsPublished(PipelineScripts scripts) => $"eq(variables['Build.SourceBranch'], 'refs/heads/{scripts.Branch}')";

    private static string Pool(PipelinePlatform platform) => platform.Runner == Hosted ? $"vmImage: {Hosted}" : $"name: {PipelineText.Quote(platform.Runner)}";

    private static string Job(PipelinePlatform platform, PipelineScripts scripts) =>
        PipelineText.Of($$"""
        - job: build_{{platform.Identifier}}
          displayName: Build {{platform.Platform}}
          pool:
            {{Pool(platform)}}
          variables:
            PLATFORM: {{platform.Platform}}
            SLUG: {{platform.Slug}}
          steps:
            - checkout: self
              persistCredentials: false
            - bash: |
                {{PipelineScripts.Begin()}}
                {{PipelineScripts.Try}}
              displayName: Try
              condition: and(succeeded(), not({{IsPublished(scripts)}}))
            - bash: |
                {{PipelineScripts.Begin()}}
                {{PipelineScripts.Login}}
                {{PipelineScripts.Push}}
                echo "##vso[task.setvariable variable=digest;isOutput=true]$digest"
              name: push
              displayName: Build and push by digest
              condition: and(succeeded(), {{IsPublished(scripts)}})
              env:
                REGISTRY_USERNAME: $(REGISTRY_USERNAME)
                REGISTRY_PASSWORD: $(REGISTRY_PASSWORD)

        """);
}
