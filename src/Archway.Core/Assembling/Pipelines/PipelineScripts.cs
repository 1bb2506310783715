using System.Collections.Immutable;

namespace Archway.Assembling.Pipelines;

/// <summary>The commands of a pipeline, for any POSIX shell; all that is the user's reaches them as variables.</summary>
/// <param name="request">What is built.</param>
/// <param name="platforms">Its platforms, with their machines.</param>
internal sealed class PipelineScripts(PipelineRequest request, ImmutableArray<PipelinePlatform> platforms)
{
    internal const string Builder = "docker buildx create --driver docker-container";

    /// <summary>Where a daemon is reached over TLS, as the one beside a job of GitLab is, buildx wants its address as a context.</summary>
    internal const string BuilderOverTls = "docker context create native > /dev/null\nbuilder=$(docker buildx create --driver docker-container native)";

    internal ImmutableArray<PipelinePlatform> Platforms => platforms;

    internal string Branch => request.Branch;

    internal PipelineJoin Join => request.Join;

    internal string Registry => request.Image.Registry;

    /// <summary>The registry as a configuration of docker has it.</summary>
    internal string Server => Registry == "docker.io" ? "https://index.docker.io/v1/" : Registry;

    /// <summary>The repository without its registry; on Docker Hub as its owner writes it.</summary>
    internal string Repository => request.Image.Registry == "docker.io" && request.Image.Repository.StartsWith("library/", StringComparison.Ordinal)
        ? request.Image.Repository["library/".Length..] : request.Image.Repository;

    internal string Image => request.Image.Name;

    internal string Tag => request.Image.Tag ?? "latest";

    internal string Context => request.Context;

    internal string Dockerfile => request.Dockerfile ?? (request.Context == "." ? "Dockerfile" : $"{request.Context}/Dockerfile");

    /// <summary>Every variable that the commands know a build by.</summary>
    internal IEnumerable<(string Name, string Value)> Variables =>
        [("REGISTRY", Registry), ("IMAGE", Image), ("TAG", Tag), ("CONTEXT", Context), ("DOCKERFILE", Dockerfile)];

    /// <summary>A configuration of docker's own for the job, so that no login and no builder outlives it.</summary>
    internal static string Begin(string builder = $"builder=$({Builder})") =>
        PipelineText.Of($$"""
        set -eu
        DOCKER_CONFIG=$(mktemp -d)
        export DOCKER_CONFIG
        builder=''
        trap 'if [ -n "$builder" ]; then docker buildx rm --force "$builder" > /dev/null 2>&1 || true; fi; rm -rf "$DOCKER_CONFIG"' EXIT
        # The daemon's own builder cannot push by digest.
        {{builder}}
        """);

    /// <summary>The password is read from standard input: a command line can be seen by every process.</summary>
    internal const string Login =
        """
        : "${REGISTRY_USERNAME:?the name that may push to $REGISTRY is not set}" "${REGISTRY_PASSWORD:?the password that may push to $REGISTRY is not set}"
        printf '%s' "$REGISTRY_PASSWORD" | docker login --username "$REGISTRY_USERNAME" --password-stdin "$REGISTRY"
        """;

    /// <summary>Builds one platform on its machine, pushes it under its digest alone, and leaves that in <c>digest</c>.</summary>
    internal const string Push =
        """
        metadata=$(mktemp)
        docker buildx build --builder "$builder" --platform "$PLATFORM" --file "$DOCKERFILE" \
          --cache-from "type=registry,ref=$IMAGE:cache-$SLUG" \
          --cache-to "type=registry,ref=$IMAGE:cache-$SLUG,mode=max,image-manifest=true,oci-mediatypes=true" \
          --output "type=image,name=$IMAGE,push-by-digest=true,name-canonical=true,push=true" \
          --metadata-file "$metadata" "$CONTEXT"
        digest=$(grep -o '"containerimage.digest": *"sha256:[0-9a-f]*"' "$metadata" | grep -o 'sha256:[0-9a-f]*')
        rm -f "$metadata"
        """;

    /// <summary>Builds one platform and keeps nothing of it.</summary>
    internal const string Try =
        """
        docker buildx build --builder "$builder" --platform "$PLATFORM" --file "$DOCKERFILE" --output type=cacheonly "$CONTEXT"
        """;

    internal string Archway => HaveArchway(request.ArchwayVersion);

    /// <summary>Has Archway ready, by its own package where the machine has none.</summary>
    internal static string HaveArchway(string version) =>
        $$"""
        if ! command -v archway > /dev/null; then
          tools=$HOME/.archway/{{version}}
          [ -x "$tools/archway" ] || dotnet tool install archway --version {{version}} --tool-path "$tools"
          PATH=$tools:$PATH
        fi
        """;

    /// <summary>Reads the content of each image, and fails where one is not of its platform or cannot be read.</summary>
    internal string Verify => Check("IMAGE", platforms);

    /// <summary>Reads the content of each image of a repository, which a variable names.</summary>
    internal static string Check(string repository, IEnumerable<PipelinePlatform> platforms) => PipelineText.Each(platforms, platform =>
        $"archway scan \"image:${repository}@${platform.DigestVariable}\" --platform {platform.Platform} --verify --require content --fail-on blocker,unknown");

    /// <summary>Joins the images with Archway, which reads the content of each before it publishes.</summary>
    internal string CreateIndex =>
        PipelineText.Of($"""
        archway index create "$IMAGE:$TAG" {Digests} \
          --require {string.Join(',', platforms.Select(platform => platform.Platform))} --verify
        """);

    /// <summary>Joins the images with buildx.</summary>
    internal string ImageTools => $"docker buildx imagetools create --tag \"$IMAGE:$TAG\" {Digests}";

    /// <summary>All that follows the login where one machine has every program: Archway, the check, the joining.</summary>
    internal string Publish => Join == PipelineJoin.Archway ? $"{Archway}\n{CreateIndex}" : $"{Archway}\n{Verify}\n{ImageTools}";

    private string Digests => string.Join(' ', platforms.Select(platform => $"\"$IMAGE@${platform.DigestVariable}\""));
}
