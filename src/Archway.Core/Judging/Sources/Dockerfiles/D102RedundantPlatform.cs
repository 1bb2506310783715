using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A stage that asks for the platform it would get anyway: <c>FROM --platform=$TARGETPLATFORM</c>.</summary>
/// <remarks>BuildKit warns of it as well (RedundantTargetPlatform), though not where a default hides a platform of its own.</remarks>
internal sealed class D102RedundantPlatform() : DockerfileRule("D102", Severity.Warning)
{
    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, RuleContext context)
    {
        foreach (var stage in dockerfile.Stages)
        {
            if (PlatformOption.Of(stage) is not { } platform || DefaultIn(platform.Text.Trim('"', '\'')) is not { } without) continue;
            var safety = dockerfile.Preamble.Any(one => one.Name == "ARG" && one.Words.Any(word => ShellVariables.IsAssignment(word.Text, "TARGETPLATFORM")))
                ? FixSafety.Ask
                : FixSafety.Safe;
            yield return Found(dockerfile.Source, platform.Start - PlatformOption.Written.Length, platform.Length + PlatformOption.Written.Length,
                without.Length == 0
                    ? "the stage is built for the platform of the build without this; take it off"
                    : $"the stage is built for the platform of the build without this, and for {without} by a builder that gives no platform; take it off",
                PlatformOption.TakeOff(dockerfile.Source, platform, safety));
        }
    }

    /// <summary>What stands there where the platform is not set; empty where nothing does, and null where something else is said.</summary>
    private static string? DefaultIn(string platform) => platform switch
    {
        "$TARGETPLATFORM" or "${TARGETPLATFORM}" => "",
        _ when platform.Begins("${TARGETPLATFORM:-") && platform.EndsWith('}') => platform[18..^1],
        _ when platform.Begins("${TARGETPLATFORM-") && platform.EndsWith('}') => platform[17..^1],
        _ => null,
    };
}
