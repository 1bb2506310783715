using System.Globalization;
using System.Net;
using System.Text;
using Archway.Cli.Reports.Json;
using Archway.Cli.Terminal;
using Archway.Judging;

namespace Archway.Cli.Reports;

/// <summary>A comment on a pull request, or a page of a wiki: what stands in the way first, the rest folded away.</summary>
internal sealed class MarkdownReport
{
    // GitHub takes no comment of more than 65,536 characters; what is kept free holds the headings of the sections that are still to come.
    private const int LongestPage = 65_536;
    private const int KeptFree = 8_192;
    private const int MostOwners = 5;
    private readonly ScanDocument _scan;
    private readonly ILookup<string, OccurrenceJson> _places;
    private readonly bool _isOwned;
    private readonly StringBuilder _page = new();

    private MarkdownReport(ScanDocument scan) => (_scan, _places, _isOwned) =
        (scan, scan.PlacesByImage(), scan.Occurrences.Any(place => place.Owners is not null));

    internal static void Write(ScanDocument scan, TextWriter output)
    {
        MarkdownReport report = new(scan);
        report.Write();
        output.Write(report._page);
    }

    private void Write()
    {
        _page.Append(CultureInfo.InvariantCulture,
            $"### {MarkdownText.Plain(Words.Headline(_scan))}\n\n{MarkdownText.Plain(string.Join(' ', Summary()))}\n");
        foreach (var (file, changed) in Words.Configured(_scan))
            _page.Append(CultureInfo.InvariantCulture, $"\n{MarkdownText.Code(file)}: {MarkdownText.Plain(changed)}\n");
        foreach (var group in _scan.ByStatus().Where(group => group.Status != ImageStatus.Ready))
            WriteImages(group.Status, group.Images, isFolded: group.Status is ImageStatus.Rebuild or ImageStatus.Unknown);
        WriteUnread();
        foreach (var reason in (_scan.NotRendered ?? []).GroupBy(source => source.Problem))
            _page.Append(CultureInfo.InvariantCulture, $"\n{MarkdownText.Plain(Words.NotRendered([.. reason], reason.Key))}\n");
        WriteImages(ImageStatus.Ready, [.. _scan.Images.Where(image => image.Status == ImageStatus.Ready)], isFolded: true);
    }

    private void WriteImages(ImageStatus status, IReadOnlyList<ImageJson> images, bool isFolded) => WriteTable(
        $"{Words.Of(status)}: {Words.Count(images.Count, "image")} {Words.Meaning(status, images.Count, _scan.Target)}{Remarked(images)}", isFolded,
        _isOwned ? ["Image", "Why", "Where", "Owners"] : ["Image", "Why", "Where"], images.Select(RowOf), images.Count);

    // What is folded away is announced.
    private static string Remarked(IEnumerable<ImageJson> images) =>
        images.Count(image => image.Targets.Any(target => target.Remarks is not null)) is > 0 and var remarked ? $", {remarked} with a remark" : "";

    private string[] RowOf(ImageJson image)
    {
        var places = _places[image.Image].ToArray();
        var where = places is [var first, ..] ? $"{MarkdownText.Code(Words.Spot(first))}{(places.Length > 1 ? $" and {places.Length - 1} more" : "")}" : "";
        // Each piece of advice on a line of its own: it is what the reader is to do.
        var why = string.Join("<br>", Words.ReasonsOf(_scan, image).Concat(image.Advice.Select(advice => "→ " + advice))
            .Concat(image.Targets.SelectMany(Words.Remarks).Distinct()).Select(MarkdownText.Plain));
        return _isOwned ? [MarkdownText.Code(image.Image), why, where, OwnersOf(places)] : [MarkdownText.Code(image.Image), why, where];
    }

    private IEnumerable<string> Summary() => [Words.Looked(_scan.Looked), .. Words.Machines(_scan), .. Words.Compared(_scan), .. Words.TakenAtTheirWord(_scan), .. Words.Mirrored(_scan)];

    // As code, since a name with an at sign would call the whole team.
    private static string OwnersOf(IReadOnlyList<OccurrenceJson> places) =>
        string.Join(' ', places.SelectMany(place => place.Owners ?? []).OfType<string>()
            .Distinct(StringComparer.OrdinalIgnoreCase).Take(MostOwners).Select(MarkdownText.Code));

    private void WriteUnread()
    {
        var places = _scan.Unresolved.ToArray();
        var rows = places.Select(
            place => new[] { MarkdownText.Code(Words.Spot(place)), MarkdownText.Code(place.Written), MarkdownText.Plain(place.Reason ?? "") })
            .Concat(_scan.Unparsed.Select(file => new[] { MarkdownText.Code($"{Words.Spot(file.File, file.Line)}"), "", MarkdownText.Plain(file.Problem) }));
        string[] kinds =
        [
            .. places.Length > 0 ? [Words.Count(places.Length, "unresolved place")] : Array.Empty<string>(),
            .. _scan.Unparsed.IsEmpty ? Array.Empty<string>() : [Words.Count(_scan.Unparsed.Length, "unparsed file")],
        ];
        WriteTable($"not read: {string.Join(", ", kinds)}", isFolded: true,
            ["Where", "What", "Why"], rows, places.Length + _scan.Unparsed.Length);
    }

    private void WriteTable(string heading, bool isFolded, string[] columns, IEnumerable<string[]> rows, int count)
    {
        if (count == 0) return;
        // Within HTML nothing is Markdown until the next blank line.
        _page.Append(isFolded
            ? $"\n<details><summary>{WebUtility.HtmlEncode(SafeText.Clean(heading))}</summary>\n\n"
            : $"\n**{MarkdownText.Plain(heading)}**\n\n");
        var left = count;
        foreach (var row in rows.Select(cells => $"| {string.Join(" | ", cells)} |\n"))
        {
            if (_page.Length + row.Length > LongestPage - KeptFree) break;
            if (left == count)
                _page.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", columns)} |\n|{string.Concat(columns.Select(_ => " --- |"))}\n");
            _page.Append(row);
            left--;
        }

        if (left > 0)
            _page.Append(CultureInfo.InvariantCulture, $"\n… and {left} more than a comment has room for: archway scan --format table lists them.\n");
        if (isFolded) _page.Append("\n</details>\n");
    }
}
