using Archway.Oci.Platforms;

namespace Archway.Assembling.Pipelines.Templates;

/// <summary>A pipeline of GitLab CI/CD.</summary>
/// <remarks>
/// <see href="https://docs.gitlab.com/ci/yaml/"/>
/// <see href="https://docs.gitlab.com/ci/runners/hosted_runners/linux/"/>
/// </remarks>
internal sealed class GitLabTemplate() : PipelineTemplate("gitlab", ".gitlab-ci.yml", "TAG")
{
    private const string Docker = "docker:28.5.2";
    private const string Sdk = "mcr.microsoft.com/dotnet/sdk:10.0";

    // The image of the SDK has no docker; what logs in to a registry is a file.
    private const string LoginWithoutDocker =
        """
        set -eu
        : "${REGISTRY_USERNAME:?the name that may push to $REGISTRY is not set}" "${REGISTRY_PASSWORD:?the password that may push to $REGISTRY is not set}"
        DOCKER_CONFIG=$(mktemp -d)
        export DOCKER_CONFIG
        trap 'rm -rf "$DOCKER_CONFIG"' EXIT
        login=$(printf '%s:%s' "$REGISTRY_USERNAME" "$REGISTRY_PASSWORD" | base64 -w 0)
        printf '{"auths":{"%s":{"auth":"%s"}}}' "$SERVER" "$login" > "$DOCKER_CONFIG/config.json"
        """;

    private protected override string? HostedRunner(Platform platform) => platform.Canonical switch
    {
        "linux/amd64" => "saas-linux-small-amd64",
        "linux/arm64" => "saas-linux-small-arm64",
        _ => null,
    };

    private protected override string Write(PipelineScripts scripts) =>
        PipelineText.Of($$"""
        # Each platform is built on a machine of its own and pushed under its digest alone;
        # the tag is written when all are there and hold what they say. Merge requests build, and push nothing.
        # {{Needs(scripts)}}
        workflow:
          rules:
            - if: $CI_PIPELINE_SOURCE == "merge_request_event"
            - if: $CI_COMMIT_BRANCH == "{{scripts.Branch}}"

        stages: [build{{(scripts.Join == PipelineJoin.Buildx ? ", verify" : "")}}, publish]

        variables:
          REGISTRY: {{PipelineText.Quote(scripts.Registry)}}
          SERVER: {{PipelineText.Quote(scripts.Server)}}
          IMAGE: {{PipelineText.Quote(scripts.Image)}}
          TAG: {{PipelineText.Quote(scripts.Tag)}}
          CONTEXT: {{PipelineText.Quote(scripts.Context)}}
          DOCKERFILE: {{PipelineText.Quote(scripts.Dockerfile)}}

        .docker:
          image: {{Docker}}-cli
          services:
            - name: {{Docker}}-dind
              alias: docker
          variables:
            DOCKER_HOST: tcp://docker:2376
            DOCKER_TLS_CERTDIR: /certs
            DOCKER_TLS_VERIFY: "1"
            DOCKER_CERT_PATH: /certs/client

        .build:
          extends: .docker
          stage: build
          interruptible: true
          script:
            - |
              {{PipelineScripts.Begin(PipelineScripts.BuilderOverTls)}}
              if [ "$CI_PIPELINE_SOURCE" = merge_request_event ]; then
                {{PipelineScripts.Try}}
              else
                {{Account(scripts) + PipelineScripts.Login}}
                {{PipelineScripts.Push}}
                echo "$DIGEST_VARIABLE=$digest" > digest.env
              fi
          artifacts:
            reports:
              dotenv: digest.env

        {{PipelineText.Each(scripts.Platforms, Job)}}

        {{(scripts.Join == PipelineJoin.Archway ? PublishByArchway(scripts) : VerifyThenPublish(scripts))}}

        """);

    private static string Job(PipelinePlatform platform) =>
        PipelineText.Of($"""
        build-{platform.Slug}:
          extends: .build
          tags: [{string.Join(", ", platform.Runner.Split(',', StringSplitOptions.TrimEntries).Select(PipelineText.Quote))}]
          variables:
            PLATFORM: {platform.Platform}
            SLUG: {platform.Slug}
            DIGEST_VARIABLE: {platform.DigestVariable}

        """);

    private static string PublishByArchway(PipelineScripts scripts) =>
        PipelineText.Of($$"""
        publish:
          stage: publish
          image: {{Sdk}}
          resource_group: publish-image
          rules:
            - if: $CI_PIPELINE_SOURCE != "merge_request_event"
          script:
            - |
              {{Account(scripts) + LoginWithoutDocker}}
              {{scripts.Publish}}
        """);

    private static string VerifyThenPublish(PipelineScripts scripts) =>
        PipelineText.Of($$"""
        verify:
          stage: verify
          image: {{Sdk}}
          rules:
            - if: $CI_PIPELINE_SOURCE != "merge_request_event"
          script:
            - |
              {{Account(scripts) + LoginWithoutDocker}}
              {{scripts.Archway}}
              {{scripts.Verify}}

        publish:
          extends: .docker
          stage: publish
          resource_group: publish-image
          rules:
            - if: $CI_PIPELINE_SOURCE != "merge_request_event"
          script:
            - |
              set -eu
              DOCKER_CONFIG=$(mktemp -d)
              export DOCKER_CONFIG
              trap 'rm -rf "$DOCKER_CONFIG"' EXIT
              {{Account(scripts) + PipelineScripts.Login}}
              {{scripts.ImageTools}}
        """);

    // Of its own registry a job has a login that ends with it.
    private static string Account(PipelineScripts scripts) => IsOwn(scripts) ? "REGISTRY_USERNAME=$CI_REGISTRY_USER REGISTRY_PASSWORD=$CI_REGISTRY_PASSWORD\n" : "";

    private static string Needs(PipelineScripts scripts) => IsOwn(scripts)
        ? "It logs in to registry.gitlab.com as the job itself."
        : $"To fill in: the masked and protected variables REGISTRY_USERNAME and REGISTRY_PASSWORD, which may push to {scripts.Registry}.";

    private static bool IsOwn(PipelineScripts scripts) => scripts.Registry == "registry.gitlab.com";
}
