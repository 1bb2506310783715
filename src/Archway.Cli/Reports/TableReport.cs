using Archway.Cli.Reports.Json;
using Archway.Cli.Terminal;
using Archway.Judging;

namespace Archway.Cli.Reports;

/// <summary>The report that a person reads: images grouped by status, worst first, each with why and where it is used.</summary>
internal sealed class TableReport
{
    private const int PlacesShown = 3;
    private const int MovingShown = 5;
    private const int ForeignShown = 5;
    // More than any reference may have.
    private const int LongestWritten = 800;
    private readonly ScanDocument _scan;
    private readonly Screen _screen;
    private readonly ILookup<string, OccurrenceJson> _places;

    private TableReport(ScanDocument scan, Screen screen) =>
        (_scan, _screen, _places) = (scan, screen, scan.PlacesByImage());

    internal static void Write(ScanDocument scan, Screen screen)
    {
        TableReport report = new(scan, screen);
        report.WriteFirst();
        foreach (var group in scan.ByStatus()) report.WriteGroup(group.Status, group.Images);
        report.WriteSources(scan.Findings.All(finding => Words.IsLive(finding.File)) ? "in the cluster" : "in the sources", scan.Findings);
        if (scan is { ShowsSuppressed: true, Suppressed: { } suppressed }) report.WriteSources("suppressed", suppressed, all: true);
        report.WriteUnresolved();
        report.WriteUnparsed();
        report.WriteNotRendered();
        report.WriteSummary();
    }

    // What every node of a live cluster runs breaks each new one.
    private void WriteFirst()
    {
        var first = _scan.Findings.Where(finding => finding.Rule == "K109" && Words.IsLive(finding.File)).DistinctBy(finding => (finding.File, finding.Image)).ToArray();
        if (first.Length == 0) return;
        WriteHeading("first", ImageStatus.Blocked, $"every node runs these DaemonSets: until they run on {Words.AllOf(_scan.Target)}, no new node is whole");
        foreach (var finding in first) _screen.Line(2, new(finding.File, Styles.Strong), $"  {finding.Image}");
        _screen.Blank();
    }

    private void WriteGroup(ImageStatus status, IReadOnlyList<ImageJson> images)
    {
        WriteHeading(Words.Of(status), status, $"{Words.Count(images.Count, "image")} {Words.Meaning(status, images.Count, _scan.Target)}");
        if (status == ImageStatus.Ready) WriteByReason(images, image => Words.Reason(image.Worst));
        else if (status == ImageStatus.Unknown && _scan.Target.Length == 1) WriteByReason(images, image => image.Because);
        else foreach (var image in images) WriteImage(image);
        WriteMoving([.. images.Where(image => image.Worst.Caution is not null)]);
        _screen.Blank();
    }

    // What holds of so many tags alike is said once.
    private void WriteMoving(IReadOnlyList<ImageJson> images)
    {
        if (images.Count == 0) return;
        var names = string.Join(", ", images.Take(MovingShown).Select(image => image.Image[(image.Image.LastIndexOf('/') + 1)..]));
        var more = images.Count > MovingShown ? $" and {images.Count - MovingShown} more" : "";
        _screen.Line(2, new Piece(
            $"{Words.Count(images.Count, "of these is a moving tag", "of these are moving tags")}: {names}{more}; a version or a digest stays what it is",
            Styles.Faint));
    }

    private void WriteHeading(string word, ImageStatus colour, string meaning) =>
        _screen.Line(0, new(word.ToUpperInvariant(), Styles.Of(colour)), new($"  {meaning}", Styles.Faint));

    // One reason, such as a registry that is down, or an index that lists the platform, often stands behind many images: it is said once.
    private void WriteByReason(IEnumerable<ImageJson> images, Func<ImageJson, string> reasonOf)
    {
        foreach (var reason in images.GroupBy(reasonOf).OrderByDescending(reason => reason.Count()))
        {
            _screen.Line(2, reason.Key);
            var shared = reason.Select(image => image.Advice.AsEnumerable()).Aggregate((all, more) => all.Intersect(more)).ToArray();
            foreach (var advice in shared) WriteAdvice(6, advice);
            foreach (var image in reason)
            {
                _screen.Line(6, new(image.Image, Styles.Strong), new($"  {Used(image)}", Styles.Faint));
                foreach (var advice in image.Advice.Except(shared)) WriteAdvice(10, advice);
                WriteRemarks(10, image);
            }
        }
    }

    private void WriteImage(ImageJson image)
    {
        _screen.Line(2, new Piece(image.Image, Styles.Strong));
        foreach (var target in image.Targets.Where(target => target.Status != ImageStatus.Ready))
        {
            var platform = _scan.Target.Length > 1 ? $"{target.Platform} {Words.Of(target.Status)}: " : "";
            _screen.Line(6, platform + Words.Reason(target));
            if (target.Content is { } content) new ContentReport(_screen, indent: 8, most: ForeignShown).WriteForeign(content);
        }

        foreach (var advice in image.Advice) WriteAdvice(6, advice);
        WriteRemarks(6, image);
        var places = _places[image.Image].ToArray();
        foreach (var place in places.Take(PlacesShown)) WritePlace(place);
        if (places.Length > PlacesShown) _screen.Line(6, new Piece($"and {places.Length - PlacesShown} more", Styles.Faint));
    }

    // What two platforms hold against each other reads much the same from either side.
    private void WriteRemarks(int indent, ImageJson image)
    {
        foreach (var remark in image.Targets.SelectMany(Words.Remarks).Distinct()) _screen.Line(indent, new Piece(remark, Styles.Of(ImageStatus.Suspect)));
    }

    private void WriteAdvice(int indent, string advice) => _screen.Line(indent, new Piece("→ " + advice, Styles.Of(ImageStatus.Update)));

    private void WritePlace(OccurrenceJson place)
    {
        string[] told = [Words.Spot(place), Words.Use(place), Words.Owners(place)];
        _screen.Line(6, new Piece(string.Join("  ", told.Where(text => text.Length > 0)), Styles.Faint));
    }

    /// <summary>What the rules about sources say, a rule at a time; what others say stands with the images, unless it does not count.</summary>
    private void WriteSources(string heading, IEnumerable<FindingJson> findings, bool all = false)
    {
        var found = findings.Where(finding => all || Findings.SourceRules.Contains(finding.Rule)).ToArray();
        if (found.Length == 0) return;
        WriteHeading(heading, ImageStatus.Rebuild, all ? $"{Words.Count(found.Length, "finding")} that {(found.Length == 1 ? "does" : "do")} not count" : Words.InSources(found));
        foreach (var rule in found.GroupBy(finding => finding.Rule).OrderByDescending(rule => rule.Max(finding => finding.Severity)).ThenBy(rule => rule.Key, StringComparer.Ordinal))
        {
            var first = rule.First();
            _screen.Line(2, new(rule.Key, Styles.Strong), $"  {RulePage.Find(rule.Key)?.Title}  ",
                new($"{Words.Of(first.Severity)}, {Words.Count(rule.Count(), "place")}", Styles.Faint));
            foreach (var finding in rule.Take(PlacesShown))
                _screen.Line(6, $"{Words.Spot(finding.File, finding.Line)}  ", new(finding.Suppression?.Reason ?? finding.Message, Styles.Faint));
            if (rule.Count() > PlacesShown) _screen.Line(6, new Piece($"and {rule.Count() - PlacesShown} more", Styles.Faint));
        }

        _screen.Blank();
    }

    private void WriteUnresolved()
    {
        var unresolved = _scan.Unresolved.ToArray();
        if (unresolved.Length == 0) return;
        WriteHeading("unresolved", ImageStatus.Unknown, $"{Words.Count(unresolved.Length, "place")} where the image cannot be told");
        foreach (var place in unresolved)
        {
            _screen.Line(2, new Piece(AsWritten(place.Written), Styles.Strong));
            _screen.Line(6, place.Reason ?? "");
            WritePlace(place);
        }

        _screen.Blank();
    }

    // The JSON report has it whole; a page of it helps nobody here, nor does a line with nothing on it.
    private static string AsWritten(string written) => written.Length switch
    {
        0 => "''",
        > LongestWritten => $"{written.AsSpan(0, LongestWritten - 1)}…",
        _ => written,
    };

    private void WriteUnparsed()
    {
        if (_scan.Unparsed.IsEmpty) return;
        WriteHeading("unread", ImageStatus.Unknown,
            $"{Words.Count(_scan.Unparsed.Length, "file or part of one", "files or parts of them")} that could not be parsed");
        foreach (var file in _scan.Unparsed) _screen.Line(2, $"{Words.Spot(file.File, file.Line)}  ", new(file.Problem, Styles.Faint));
        _screen.Blank();
    }

    // One reason, such as a program that is not there, often stands behind many: it is said once.
    private void WriteNotRendered()
    {
        if (_scan.NotRendered is not { Length: > 0 } sources) return;
        WriteHeading("not rendered", ImageStatus.Unknown, "what these would show beyond their sources is not told");
        foreach (var reason in sources.GroupBy(source => source.Problem).OrderByDescending(reason => reason.Count()))
        {
            _screen.Line(2, Words.NotRendered([.. reason], reason.Key));
            foreach (var source in reason.Take(PlacesShown)) _screen.Line(6, new Piece(source.File, Styles.Faint));
            if (reason.Count() > PlacesShown) _screen.Line(6, new Piece($"and {reason.Count() - PlacesShown} more", Styles.Faint));
        }

        _screen.Blank();
    }

    private void WriteSummary()
    {
        _screen.Line(0, new Piece(Words.Looked(_scan.Looked), Styles.Faint));
        foreach (var machines in Words.Machines(_scan)) _screen.Line(0, new Piece(machines, Styles.Faint));
        foreach (var compared in Words.Compared(_scan)) _screen.Line(0, new Piece(compared, Styles.Faint));
        foreach (var taken in Words.TakenAtTheirWord(_scan)) _screen.Line(0, new Piece(taken, Styles.Faint));
        foreach (var mirrored in Words.Mirrored(_scan)) _screen.Line(0, new Piece(mirrored, Styles.Faint));
        foreach (var (file, changed) in Words.Configured(_scan)) _screen.Line(0, $"{file}: {changed}");
        if (_scan is { ShowsSuppressed: false, Suppressed.Length: > 0 })
            _screen.Line(0, $"{Words.Count(_scan.Suppressed.Value.Length, "finding does", "findings do")} not count; --show-suppressed lists them");
        List<Piece> pieces = [$"{string.Join(", ", _scan.Target)}: "];
        foreach (var group in _scan.ByStatus())
        {
            if (pieces.Count > 1) pieces.Add(", ");
            pieces.Add(new($"{group.Images.Count} {Words.Of(group.Status)}", Styles.Of(group.Status)));
        }

        if (pieces.Count == 1) pieces.Add(_scan.ChangedSince is null ? "no image was found" : "nothing that changed names an image");
        _screen.Line(0, [.. pieces]);
    }

    private string Used(ImageJson image) => _places[image.Image].ToArray() switch
    {
        [] => "named on the command line",
        [var only] => Words.Spot(only),
        [var first, .. var others] => $"{Words.Spot(first)} and {others.Length} more",
    };
}
