using Archway.Judging.Sources.Data;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Clouds;

/// <summary>A service of AWS Copilot that says it is of x86: <c>platform: linux/x86_64</c>.</summary>
/// <remarks><see href="https://aws.github.io/copilot-cli/docs/manifest/lb-web-service/#platform"/></remarks>
internal sealed class E102ServiceOfX86() : DataRule("E102", Severity.Blocker)
{
    // What App Runner runs is of x86 alone.
    private static readonly string[] Types = ["Load Balanced Web Service", "Backend Service", "Worker Service", "Scheduled Job"];

    // A manifest that builds its image names none.
    protected override bool LooksAtOthers => true;

    protected override IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context)
    {
        if (document.Source.Name is not ("manifest.yml" or "manifest.yaml") || !Types.Contains(document.Root["type"]?.Text) || document.Root["name"] is null) yield break;
        if (context.Lacking(Architectures.LinuxAmd64) is not { } lacking || Architectures.NameOf(lacking) != "arm64") yield break;
        var environments = document.Root["environments"]?.Members.Select(environment => environment.Value["platform"]) ?? [];
        foreach (var platform in environments.Prepend(document.Root["platform"]).OfType<DataNode>())
        {
            if (platform["osfamily"]?.Text is { } system && system != "linux") continue;
            if ((platform as DataScalar ?? platform["architecture"] as DataScalar) is not { } written || !Architectures.IsAmd64(written.Value)) continue;
            var arm = written.Value.Contains('/', StringComparison.Ordinal) ? "linux/arm64" : "arm64";
            yield return Found(document.Source, written.Start, written.Length, $"the service runs on {written.Value}, and so not on {lacking}",
                DataEdits.Replace(document.Source, written, arm) is { } edit ? new($"ask for {arm}", FixSafety.Ask, edit) : null, lacking);
        }
    }
}
