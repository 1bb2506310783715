using Archway.Assembling;
using Archway.Cli.Reports.Json;
using Archway.Cli.Terminal;
using Archway.Judging;

namespace Archway.Cli.Reports;

/// <summary>What became of one copy: a result, or why there is none.</summary>
internal sealed record CopyOutcome(CopyRequest Request, CopyResult? Result, string? Problem);

/// <summary>What <c>archway copy</c> says.</summary>
internal static class CopyReport
{
    internal static void Write(IReadOnlyList<CopyOutcome> outcomes, TransferTally tally, string format, bool quiet, Surroundings surroundings)
    {
        if (format == "json")
            JsonText.Write(new(CopiesJson.CurrentVersion, new("archway", ProgramVersion.Text),
                [.. outcomes.Select(one => CopyJson.Of(one.Request, one.Result, one.Problem))]), AssemblyJson.Readable.CopiesJson, surroundings.Output);
        else
            WriteLines(outcomes, surroundings);
        foreach (var problem in outcomes.Select(one => one.Problem).OfType<string>()) surroundings.Error.WriteLine($"archway: {SafeText.Clean(problem)}");
        if (!quiet && outcomes.Any(one => one.Problem is null)) surroundings.Error.WriteLine($"archway: {Sent(tally)}");
    }

    private static void WriteLines(IReadOnlyList<CopyOutcome> outcomes, Surroundings surroundings)
    {
        Screen screen = new(surroundings);
        foreach (var (request, result, _) in outcomes)
        {
            if (result is null)
            {
                screen.Line(0, new("not copied", Styles.Of(ImageStatus.Blocked)), new($" {request.From} → {request.To}"));
                continue;
            }

            screen.Line(0, new("copied", Styles.Of(ImageStatus.Ready)), new($" {request.From} → {request.To}"));
            if (result.Source == result.Target) screen.Line(2, result.Target.ToString());
            else screen.Line(2, $"{result.Source} is now {result.Target}");
            if (result.Dropped.Length > 0)
                screen.Line(2, $"kept {Names(result.Kept)}; left out {Names(result.Dropped)}");
            if (result.Unreadable > 0)
                screen.Line(2, $"{IndexReport.Unreadable(result.Unreadable)} {(result.Source == result.Target ? "kept as it stands, and nothing behind it was copied" : "left out")}");
            if (result.LeftReferrers > 0)
                screen.Line(2, $"{Words.Count(result.LeftReferrers, "signature or the like")} of the whole index left behind: they speak of the other digest");
        }
    }

    private static string Names(IEnumerable<Archway.Oci.Platforms.Platform> platforms) => string.Join(", ", platforms.Select(platform => platform.ToString()).Distinct());

    private static string Sent(TransferTally tally) => (tally.Sent, tally.Manifests) switch
    {
        (0, 0) => "nothing to send: everything was there",
        _ => $"sent {Words.Count(tally.Sent, "blob")} of {Words.Size(tally.Bytes)} and {Words.Count(tally.Manifests, "manifest")}"
            + (tally.Mounted > 0 ? $"; {Words.Count(tally.Mounted, "blob")} taken over within the registry" : ""),
    };
}
