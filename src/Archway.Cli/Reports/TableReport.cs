using System.Globalization;
using Archway.Cli.Terminal;
using Archway.Judging;
using Archway.Reading;
using Archway.Scanning;

namespace Archway.Cli.Reports;

/// <summary>The report that a person reads: images grouped by status, worst first, each with why and where it is used.</summary>
internal static class TableReport
{
    private const int PlacesShown = 3;
    // More than any reference may have.
    private const int LongestWritten = 800;

    internal static void Write(ScanResult scan, Surroundings surroundings)
    {
        Screen screen = new(surroundings);
        foreach (var group in scan.Images.GroupBy(image => image.Judgement.Worst.Status).OrderBy(group => group.Key))
        {
            WriteHeading(screen, group.Key, group.Count(), scan);
            if (group.Key == ImageStatus.Unknown && scan.Platforms.Length == 1) WriteByReason(screen, group);
            else foreach (var image in group) WriteImage(screen, image, scan);
            screen.Blank();
        }

        WriteUnresolved(screen, scan);
        WriteUnparsed(screen, scan);
        WriteSummary(screen, scan);
    }

    private static void WriteHeading(Screen screen, ImageStatus status, int count, ScanResult scan) => screen.Line(0,
        new(Word(status).ToUpperInvariant(), Styles.Of(status)),
        new($"  {Count(count, "image")} {Meaning(status, count, scan.Platforms.Length == 1 ? $"{scan.Platforms[0]}" : $"all of {string.Join(", ", scan.Platforms)}")}", Styles.Faint));

    // One reason, such as a registry that is down, often stands behind many images: it is said once.
    private static void WriteByReason(Screen screen, IEnumerable<ScannedImage> images)
    {
        foreach (var reason in images.GroupBy(image => image.Judgement.Worst.Because).OrderByDescending(reason => reason.Count()))
        {
            screen.Line(2, reason.Key);
            foreach (var image in reason)
            {
                screen.Line(6, new(image.Judgement.Facts.Image, Styles.Strong), new($"  {Used(image)}", Styles.Faint));
                foreach (var advice in image.Judgement.Advice) screen.Line(10, new Piece("→ " + advice, Styles.Of(ImageStatus.Update)));
            }
        }
    }

    private static void WriteImage(Screen screen, ScannedImage image, ScanResult scan)
    {
        var worst = image.Judgement.Worst;
        if (worst.Status == ImageStatus.Ready)
        {
            screen.Line(2, image.Judgement.Facts.Image, new($"  {Ready(worst)} · {Used(image)}", Styles.Faint));
        }
        else
        {
            screen.Line(2, new Piece(image.Judgement.Facts.Image, Styles.Strong));
            foreach (var target in image.Judgement.Targets.Where(target => target.Status != ImageStatus.Ready))
            {
                var platform = scan.Platforms.Length > 1 ? $"{target.Platform} {Word(target.Status)}: " : "";
                screen.Line(6, $"{platform}{target.Because}{(target.IsFromCatalog ? " (catalog)" : "")}");
            }
        }

        foreach (var advice in image.Judgement.Advice) screen.Line(6, new Piece("→ " + advice, Styles.Of(ImageStatus.Update)));
        if (worst.Status == ImageStatus.Ready) return;
        foreach (var place in image.UsedAt.Take(PlacesShown)) screen.Line(6, new Piece(Place(place), Styles.Faint));
        if (image.UsedAt.Length > PlacesShown) screen.Line(6, new Piece($"and {image.UsedAt.Length - PlacesShown} more", Styles.Faint));
    }

    private static void WriteUnresolved(Screen screen, ScanResult scan)
    {
        var unresolved = scan.Unresolved.ToArray();
        if (unresolved.Length == 0) return;
        screen.Line(0, new("UNRESOLVED", Styles.Of(ImageStatus.Unknown)), new($"  {Count(unresolved.Length, "place")} where the image cannot be told", Styles.Faint));
        foreach (var place in unresolved)
        {
            screen.Line(2, new Piece(AsWritten(place.Written), Styles.Strong));
            screen.Line(6, place.Reason ?? "");
            screen.Line(6, new Piece(Place(place), Styles.Faint));
        }

        screen.Blank();
    }

    // The JSON report has it whole; a page of it helps nobody here, nor does a line with nothing on it.
    private static string AsWritten(string written) => written.Length switch
    {
        0 => "''",
        > LongestWritten => $"{written.AsSpan(0, LongestWritten - 1)}…",
        _ => written,
    };

    private static void WriteUnparsed(Screen screen, ScanResult scan)
    {
        if (scan.Unparsed.IsEmpty) return;
        screen.Line(0, new("UNREAD", Styles.Of(ImageStatus.Unknown)), new($"  {Count(scan.Unparsed.Length, "file or part of one", "files or parts of them")} that could not be parsed", Styles.Faint));
        foreach (var file in scan.Unparsed) screen.Line(2, $"{file.File}:{file.Line}  ", new(file.Problem, Styles.Faint));
        screen.Blank();
    }

    private static void WriteSummary(Screen screen, ScanResult scan)
    {
        var looked = scan.Looked;
        screen.Line(0, new Piece(
            $"Looked at {Count(looked.Files, "file")} with {Count(looked.Documents, "document")}: {Count(looked.References, "reference")} to {Count(looked.Images, "image")}; "
            + $"{looked.Unresolved} unresolved, {looked.Unparsed} unparsed, {looked.Skipped} skipped.", Styles.Faint));
        List<Piece> pieces = [$"{string.Join(", ", scan.Platforms)}: "];
        foreach (var group in scan.Images.GroupBy(image => image.Judgement.Worst.Status).OrderBy(group => group.Key))
        {
            if (pieces.Count > 1) pieces.Add(", ");
            pieces.Add(new($"{group.Count()} {Word(group.Key)}", Styles.Of(group.Key)));
        }

        if (pieces.Count == 1) pieces.Add("no image was found");
        screen.Line(0, [.. pieces]);
    }

    private static string Ready(TargetJudgement target) => target.IsFromCatalog ? $"ready (catalog): {target.Because}" : target.Because;

    private static string Used(ScannedImage image) => image.UsedAt switch
    {
        [] => "named on the command line",
        [var only] => Spot(only),
        [var first, .. var others] => $"{Spot(first)} and {others.Length} more",
    };

    private static string Place(ImageOccurrence place)
    {
        var container = place.Container is null || place.Container == place.Workload ? null : place.Container;
        return $"{Spot(place)}  {string.Join(" · ", new[] { place.Workload, container }.OfType<string>())}".TrimEnd();
    }

    private static string Spot(ImageOccurrence place) => $"{(place.At.File == "-" ? "standard input" : place.At.File)}:{place.At.Line}";

    internal static string Word(ImageStatus status) => status.ToString().ToLowerInvariant();

    private static string Meaning(ImageStatus status, int count, string platforms) => status switch
    {
        ImageStatus.Broken => $"{(count == 1 ? "says it runs" : "say they run")} on {platforms} and {(count == 1 ? "holds" : "hold")} something else",
        ImageStatus.Blocked => $"{(count == 1 ? "does" : "do")} not run on {platforms}",
        ImageStatus.Missing => $"{(count == 1 ? "is" : "are")} not in {(count == 1 ? "its registry" : "their registries")}",
        ImageStatus.Unknown => "could not be told",
        ImageStatus.Suspect => $"{(count == 1 ? "holds" : "hold")} foreign binaries beside a sound entrypoint",
        ImageStatus.Update => $"{(count == 1 ? "runs" : "run")} on {platforms} at another tag",
        ImageStatus.Rebuild => $"{(count == 1 ? "is" : "are")} built from these sources",
        _ => $"{(count == 1 ? "runs" : "run")} on {platforms}",
    };

    private static string Count(int count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");
}
