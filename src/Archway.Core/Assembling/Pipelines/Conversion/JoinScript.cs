using System.Collections.Immutable;

namespace Archway.Assembling.Pipelines.Conversion;

/// <summary>The commands that publish every tag of an image whose platforms were pushed by digest, and where it is asked for tell the digest of what they published.</summary>
internal sealed class JoinScript(ImmutableArray<PipelinePlatform> platforms, ConversionOptions options, bool tells)
{
    internal string Text => $"{Begin}\n{(options.Join == PipelineJoin.Archway ? ByArchway : ByBuildx)}{(tells ? "\n" + Tell : "")}";

    // A digest that is missing is of a build that was skipped.
    private string Begin => PipelineText.Of($$"""
        {{string.Join('\n', platforms.Select(platform => $": \"${{{platform.DigestVariable}:?{platform.Platform} was not built}}\""))}}
        all=$(printf '%s\n' "$TAGS" | tr ',' '\n' | sed 's/^ *//; s/ *$//; /^$/d')
        """);

    // The images lie in each repository that a tag is of.
    private string ByArchway => PipelineText.Of($$"""
        {{PipelineScripts.HaveArchway(options.ArchwayVersion)}}
        for tag in $all; do
          repository=$(printf '%s' "$tag" | sed 's/:[^:/]*$//')
          archway index create "$tag" {{Digests("repository")}} \
            --require {{string.Join(',', platforms.Select(platform => platform.Platform))}} --verify
        done
        """);

    private string ByBuildx => PipelineText.Of($$"""
        {{PipelineScripts.HaveArchway(options.ArchwayVersion)}}
        repository=$(printf '%s\n' "$all" | head -n 1 | sed 's/:[^:/]*$//')
        {{PipelineScripts.Check("repository", platforms)}}
        for tag in $all; do
          repository=$(printf '%s' "$tag" | sed 's/:[^:/]*$//')
          docker buildx imagetools create --tag "$tag" {{Digests("repository")}}
        done
        """);

    private const string Tell =
        """
        digest=$(docker buildx imagetools inspect "$(printf '%s\n' "$all" | head -n 1)" --format '{{json .Manifest}}' | jq -r .digest)
        echo "digest=$digest" >> "$GITHUB_OUTPUT"
        """;

    private string Digests(string repository) => string.Join(' ', platforms.Select(platform => $"\"${repository}@${platform.DigestVariable}\""));
}
