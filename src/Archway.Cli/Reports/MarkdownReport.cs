using System.Text;
using Archway.Cli.Reports.Json;
using Archway.Cli.Terminal;
using Archway.Judging;
using Archway.Resolving;

namespace Archway.Cli.Reports;

/// <summary>A comment on a pull request, or a page of a wiki: what stands in the way first, the rest folded away.</summary>
internal static class MarkdownReport
{
    // GitHub takes comments of 65,536 characters.
    private const int MostRows = 200;
    private const int MostOwners = 5;

    internal static void Write(ScanDocument scan, TextWriter output)
    {
        output.Write($"### {Headline(scan)}\n\n");
        output.Write($"{Text(string.Join(' ', [Words.Looked(scan.Looked), .. Words.Compared(scan)]))}\n");
        foreach (var group in scan.Images.Where(image => image.Status != ImageStatus.Ready).GroupBy(image => image.Status).OrderBy(group => group.Key))
            WriteImages(scan, group.Key, [.. group], isFolded: group.Key is ImageStatus.Rebuild or ImageStatus.Unknown, output);
        WriteUnresolved(scan, output);
        WriteImages(scan, ImageStatus.Ready, [.. scan.Images.Where(image => image.Status == ImageStatus.Ready)], isFolded: true, output);
    }

    private static string Headline(ScanDocument scan)
    {
        var bad = scan.Images.Count(image => image.Status is ImageStatus.Broken or ImageStatus.Blocked or ImageStatus.Missing or ImageStatus.Suspect);
        var unknown = scan.Images.Count(image => image.Status == ImageStatus.Unknown) + scan.Looked.Unresolved;
        var platforms = Text(Words.AllOf(scan.Target));
        var told = bad == 0 ? $"No image is known to fail on {platforms}" : $"{Words.Count(bad, "image")} {(bad == 1 ? "does" : "do")} not run on {platforms}";
        return unknown == 0 ? told : $"{told}; {unknown} could not be told";
    }

    private static void WriteImages(ScanDocument scan, ImageStatus status, IReadOnlyList<ImageJson> images, bool isFolded, TextWriter output)
    {
        if (images.Count == 0) return;
        var meaning = $"{Words.Of(status)}: {Words.Count(images.Count, "image")} {Words.Meaning(status, images.Count, scan.Target)}";
        output.Write(isFolded ? $"\n<details><summary>{Text(meaning)}</summary>\n\n" : $"\n**{Text(meaning)}**\n\n");
        var placesOf = scan.PlacesByImage();
        var isOwned = scan.Occurrences.Any(place => place.Owners is not null);
        output.Write(isOwned ? "| Image | Why | Where | Owners |\n| --- | --- | --- | --- |\n" : "| Image | Why | Where |\n| --- | --- | --- |\n");
        foreach (var image in images.Take(MostRows))
        {
            var places = placesOf[image.Image].ToArray();
            var where = places is [var first, ..] ? $"{Code(Words.Spot(first))}{(places.Length > 1 ? $" and {places.Length - 1} more" : "")}" : "";
            var catalog = image.Worst.Basis == EvidenceSource.Catalog ? " (catalog)" : "";
            var owners = isOwned ? $" {OwnersOf(places)} |" : "";
            output.Write($"| {Code(image.Image)} | {Text(string.Join("; ", [image.Because + catalog, .. image.Advice]))} | {where} |{owners}\n");
        }

        if (images.Count > MostRows) output.Write($"\nand {images.Count - MostRows} more\n");
        if (isFolded) output.Write("\n</details>\n");
    }

    // As code, since a name with an at sign would call the whole team.
    private static string OwnersOf(IReadOnlyList<OccurrenceJson> places) =>
        string.Join(' ', places.SelectMany(place => place.Owners ?? []).OfType<string>()
            .Distinct(StringComparer.OrdinalIgnoreCase).Take(MostOwners).Select(Code));

    private static void WriteUnresolved(ScanDocument scan, TextWriter output)
    {
        var places = scan.Unresolved.ToArray();
        if (places.Length + scan.Unparsed.Length == 0) return;
        output.Write($"\n<details><summary>not read: {Words.Count(places.Length, "unresolved place")}, {Words.Count(scan.Unparsed.Length, "unparsed file")}</summary>\n\n");
        output.Write("| Where | What | Why |\n| --- | --- | --- |\n");
        foreach (var place in places.Take(MostRows)) output.Write($"| {Code(Words.Spot(place))} | {Code(place.Written)} | {Text(place.Reason ?? "")} |\n");
        foreach (var file in scan.Unparsed.Take(MostRows)) output.Write($"| {Code($"{file.File}:{file.Line}")} | | {Text(file.Problem)} |\n");
        output.Write("\n</details>\n");
    }

    // Within a table a bar ends the cell, even in code; a longer row of backticks than any within holds the rest together.
    private static string Code(string text)
    {
        var clean = SafeText.Clean(text).Replace("|", "\\|", StringComparison.Ordinal);
        if (!clean.Contains('`', StringComparison.Ordinal)) return $"`{clean}`";
        var (run, longest) = (0, 0);
        foreach (var c in clean) longest = Math.Max(longest, run = c == '`' ? run + 1 : 0);
        var fence = new string('`', longest + 1);
        return $"{fence} {clean} {fence}";
    }

    private static string Text(string text)
    {
        StringBuilder escaped = new();
        foreach (var c in SafeText.Clean(text))
        {
            // An at sign would call a person; what it stands for reads the same.
            if (c is '@') escaped.Append("&#64;");
            else if (c is '<') escaped.Append("&lt;");
            else if (c is '&') escaped.Append("&amp;");
            else if (c is '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '#' or '~' or '!') escaped.Append('\\').Append(c);
            else escaped.Append(c);
        }

        return escaped.ToString();
    }
}
