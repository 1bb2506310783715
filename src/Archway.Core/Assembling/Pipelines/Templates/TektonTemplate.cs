using System.Collections.Immutable;
using Archway.Oci.Platforms;

namespace Archway.Assembling.Pipelines.Templates;

/// <summary>Tasks, a pipeline and a run of it for Tekton; BuildKit builds without a daemon and without root.</summary>
/// <remarks>
/// <see href="https://tekton.dev/docs/pipelines/pipelineruns/"/>
/// <see href="https://github.com/moby/buildkit/blob/v0.24.0/docs/rootless.md"/>
/// </remarks>
internal sealed class TektonTemplate() : PipelineTemplate("tekton", "tekton/image.yaml", "LABEL=VALUE")
{
    private const string BuildKit = "docker.io/moby/buildkit:v0.24.0-rootless";
    private const string Sdk = "mcr.microsoft.com/dotnet/sdk:10.0";
    private const string Docker = "docker.io/library/docker:28.5.2-cli";

    // Every node has this label; a runner that is named is one label more.
    private protected override string? HostedRunner(Platform platform) => platform.Variant is null or "v8" ? $"kubernetes.io/arch={platform.Architecture}" : null;

    private protected override string? FindObstacle(PipelineRequest request, ImmutableArray<PipelinePlatform> platforms) =>
        platforms.FirstOrDefault(platform => platform.Runner.Split('=') is not [{ Length: > 0 }, { Length: > 0 }]) is { } odd
            ? $"tekton chooses nodes by a label: write --runner {odd.Platform}=LABEL=VALUE, not {odd.Runner}" : null;

    private protected override string Write(PipelineScripts scripts) =>
        PipelineText.Of($$"""
        # Each platform is built on a node of its own and pushed under its digest alone;
        # the tag is written when all are there and hold what they say.
        # To fill in: the repository's address in the run at the end, and a secret with the login to {{scripts.Registry}}:
        #   kubectl create secret docker-registry registry-login --docker-server={{scripts.Server}} --docker-username=… --docker-password=…
        # A trigger for pull requests sets the parameter push to "false": they build, and push nothing.
        apiVersion: tekton.dev/v1
        kind: Task
        metadata:
          name: build-platform
        spec:
          params:
            - {name: url, type: string}
            - {name: revision, type: string}
            - {name: image, type: string}
            - {name: context, type: string}
            - {name: dockerfile, type: string}
            - {name: platform, type: string}
            - {name: slug, type: string}
            - {name: push, type: string}
          results:
            - name: digest
              description: The digest of the platform's image; empty where nothing was pushed.
          workspaces:
            - name: login
              description: A secret whose .dockerconfigjson may push to the registry.
              mountPath: /login
              readOnly: true
          # A claim shared by the builds would bind both to one node: each fetches the sources itself.
          volumes:
            - name: source
              emptyDir: {}
            - name: state
              emptyDir: {}
          stepTemplate:
            image: {{BuildKit}}
            securityContext:
              runAsUser: 1000
              runAsGroup: 1000
            volumeMounts:
              - {name: source, mountPath: /source}
          steps:
            - name: fetch
              workingDir: /source
              env:
                - {name: URL, value: $(params.url)}
                - {name: REVISION, value: $(params.revision)}
              script: |
                #!/bin/sh
                set -eu
                git init --quiet .
                git fetch --quiet --depth 1 -- "$URL" "$REVISION"
                git checkout --quiet FETCH_HEAD
            - name: build
              workingDir: /source
              securityContext:
                # What runs without root makes namespaces of its own.
                seccompProfile: {type: Unconfined}
                appArmorProfile: {type: Unconfined}
              volumeMounts:
                - {name: state, mountPath: /home/user/.local/share/buildkit}
              env:
                - {name: BUILDKITD_FLAGS, value: --oci-worker-no-process-sandbox}
                - {name: IMAGE, value: $(params.image)}
                - {name: CONTEXT, value: $(params.context)}
                - {name: DOCKERFILE, value: $(params.dockerfile)}
                - {name: PLATFORM, value: $(params.platform)}
                - {name: SLUG, value: $(params.slug)}
                - {name: PUSH, value: $(params.push)}
                - {name: RESULT, value: $(results.digest.path)}
              script: |
                #!/bin/sh
                set -eu
                set -- --frontend dockerfile.v0 --opt platform="$PLATFORM" --local context="$CONTEXT" \
                  --local dockerfile="$(dirname "$DOCKERFILE")" --opt filename="$(basename "$DOCKERFILE")"
                if [ "$PUSH" != true ]; then
                  buildctl-daemonless.sh build "$@"
                  printf '' > "$RESULT"
                  exit
                fi
                export DOCKER_CONFIG=/tmp/docker
                mkdir -p "$DOCKER_CONFIG"
                cp /login/.dockerconfigjson "$DOCKER_CONFIG/config.json"
                buildctl-daemonless.sh build "$@" \
                  --import-cache "type=registry,ref=$IMAGE:cache-$SLUG" \
                  --export-cache "type=registry,ref=$IMAGE:cache-$SLUG,mode=max,image-manifest=true,oci-mediatypes=true" \
                  --output "type=image,name=$IMAGE,push-by-digest=true,name-canonical=true,push=true" \
                  --metadata-file /tmp/metadata.json
                digest=$(grep -o '"containerimage.digest": *"sha256:[0-9a-f]*"' /tmp/metadata.json | grep -o 'sha256:[0-9a-f]*')
                printf '%s' "$digest" > "$RESULT"
        ---
        apiVersion: tekton.dev/v1
        kind: Task
        metadata:
          name: publish-index
        spec:
          params:
            - {name: image, type: string}
            - {name: tag, type: string}
            {{PipelineText.Each(scripts.Platforms, platform => $$"""- {name: digest-{{platform.Slug}}, type: string}""")}}
          workspaces:
            - name: login
              mountPath: /login
              readOnly: true
          stepTemplate:
            env:
              - {name: IMAGE, value: $(params.image)}
              - {name: TAG, value: $(params.tag)}
              {{PipelineText.Each(scripts.Platforms, platform => $$"""- {name: {{platform.DigestVariable}}, value: $(params.digest-{{platform.Slug}})}""")}}
          steps:
            {{(scripts.Join == PipelineJoin.Archway ? Step("publish", Sdk, scripts.Publish)
                : $"{Step("verify", Sdk, $"{scripts.Archway}\n{scripts.Verify}")}\n{Step("publish", Docker, scripts.ImageTools)}")}}
        ---
        apiVersion: tekton.dev/v1
        kind: Pipeline
        metadata:
          name: image
        spec:
          params:
            - {name: url, type: string}
            - {name: revision, type: string, default: {{PipelineText.Quote(scripts.Branch)}}}
            - {name: image, type: string, default: {{PipelineText.Quote(scripts.Image)}}}
            - {name: tag, type: string, default: {{PipelineText.Quote(scripts.Tag)}}}
            - {name: context, type: string, default: {{PipelineText.Quote(scripts.Context)}}}
            - {name: dockerfile, type: string, default: {{PipelineText.Quote(scripts.Dockerfile)}}}
            - {name: push, type: string, default: "true"}
          workspaces:
            - name: login
          tasks:
            {{PipelineText.Each(scripts.Platforms, Build)}}
            - name: publish
              taskRef: {name: publish-index}
              when:
                - {input: $(params.push), operator: in, values: ["true"]}
              workspaces:
                - {name: login, workspace: login}
              params:
                - {name: image, value: $(params.image)}
                - {name: tag, value: $(params.tag)}
                {{PipelineText.Each(scripts.Platforms, platform => $$"""- {name: digest-{{platform.Slug}}, value: $(tasks.build-{{platform.Slug}}.results.digest)}""")}}
        ---
        apiVersion: tekton.dev/v1
        kind: PipelineRun
        metadata:
          generateName: image-
        spec:
          pipelineRef: {name: image}
          params:
            - {name: url, value: 'https://HOST/OWNER/REPOSITORY'}
          workspaces:
            - name: login
              secret: {secretName: registry-login}
          taskRunSpecs:
            {{PipelineText.Each(scripts.Platforms, Node)}}

        """);

    private static string Step(string name, string image, string script) =>
        PipelineText.Of($$"""
        - name: {{name}}
          image: {{image}}
          script: |
            #!/bin/sh
            set -eu
            export DOCKER_CONFIG=/tmp/docker HOME=/tmp
            mkdir -p "$DOCKER_CONFIG"
            cp /login/.dockerconfigjson "$DOCKER_CONFIG/config.json"
            {{script}}
        """);

    private static string Build(PipelinePlatform platform) =>
        PipelineText.Of($$"""
        - name: build-{{platform.Slug}}
          taskRef: {name: build-platform}
          workspaces:
            - {name: login, workspace: login}
          params:
            - {name: url, value: $(params.url)}
            - {name: revision, value: $(params.revision)}
            - {name: image, value: $(params.image)}
            - {name: context, value: $(params.context)}
            - {name: dockerfile, value: $(params.dockerfile)}
            - {name: platform, value: {{platform.Platform}}}
            - {name: slug, value: {{platform.Slug}}}
            - {name: push, value: $(params.push)}
        """);

    private static string Node(PipelinePlatform platform)
    {
        var (arch, named) = (platform.Platform.Architecture, platform.Runner.Split('='));
        return PipelineText.Of($$"""
            - pipelineTaskName: build-{{platform.Slug}}
              podTemplate:
                nodeSelector:
                  kubernetes.io/arch: {{arch}}{{(named[0] == "kubernetes.io/arch" ? "" : $"\n{PipelineText.Quote(named[0])}: {PipelineText.Quote(named[1])}")}}
                tolerations:
                  - {key: kubernetes.io/arch, operator: Equal, value: {{arch}}, effect: NoSchedule}
            """);
    }
}
