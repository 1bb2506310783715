using Archway.Oci.Platforms;

namespace Archway.Assembling.Pipelines.Templates;

/// <summary>A pipeline of Buildkite.</summary>
/// <remarks><see href="https://buildkite.com/docs/pipelines/configure/defining-steps"/></remarks>
internal sealed class BuildkiteTemplate() : PipelineTemplate("buildkite", ".buildkite/pipeline.yml", "QUEUE")
{
    // Which queue has which processor, only its owner knows.
    private protected override string? HostedRunner(Platform platform) => null;

    private protected override string Write(PipelineScripts scripts) =>
        PipelineText.Of($$"""
        # Each platform is built on a machine of its own and pushed under its digest alone;
        # the tag is written when all are there and hold what they say. Other branches and pull requests build, and push nothing.
        # To fill in: REGISTRY_USERNAME and REGISTRY_PASSWORD in the environment hook of the agents, which may push to {{scripts.Registry}}.
        # A dollar that is for the shell is written twice: the upload puts values in place of single ones.
        env:
          {{PipelineText.Each(scripts.Variables, variable => $"{variable.Name}: {PipelineText.Quote(variable.Value)}")}}

        steps:
          {{PipelineText.Each(scripts.Platforms, platform => Step(platform, scripts))}}

          - label: Join and publish
            key: publish
            if: build.pull_request.id == null && build.branch == "{{scripts.Branch}}"
            depends_on: [{{string.Join(", ", scripts.Platforms.Select(platform => "build-" + platform.Slug))}}]
            concurrency: 1
            concurrency_group: '{{scripts.Image}}/publish'
            agents:
              queue: {{PipelineText.Quote(scripts.Platforms[0].Runner)}}
            command: |
              {{Escaped(Publish(scripts))}}

        """);

    private static string Step(PipelinePlatform platform, PipelineScripts scripts) =>
        PipelineText.Of($$"""
        - label: Build {{platform.Platform}}
          key: build-{{platform.Slug}}
          agents:
            queue: {{PipelineText.Quote(platform.Runner)}}
          env:
            PLATFORM: {{platform.Platform}}
            SLUG: {{platform.Slug}}
          command: |
            {{Escaped(PipelineScripts.Begin())}}
            if [ "$$BUILDKITE_PULL_REQUEST" != false ] || [ "$$BUILDKITE_BRANCH" != {{scripts.Branch}} ]; then
              {{Escaped(PipelineScripts.Try)}}
            else
              {{Escaped(PipelineScripts.Login)}}
              {{Escaped(PipelineScripts.Push)}}
              buildkite-agent meta-data set "digest-$$SLUG" "$$digest"
            fi

        """);

    private static string Publish(PipelineScripts scripts) =>
        PipelineText.Of($$"""
        set -eu
        DOCKER_CONFIG=$(mktemp -d)
        export DOCKER_CONFIG
        trap 'rm -rf "$DOCKER_CONFIG"' EXIT
        {{string.Join('\n', scripts.Platforms.Select(platform => $"{platform.DigestVariable}=$(buildkite-agent meta-data get digest-{platform.Slug})"))}}
        {{PipelineScripts.Login}}
        {{scripts.Publish}}
        """);

    private static string Escaped(string script) => script.Replace("$", "$$", StringComparison.Ordinal);
}
