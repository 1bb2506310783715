using Archway.Cli.Reports.Json;
using Archway.Cli.Terminal;
using Archway.Judging;
using Archway.Judging.Contents;

namespace Archway.Cli.Reports;

/// <summary>What an image's content says, for a person: files for other machines below the layers that brought them, then what else to know.</summary>
/// <param name="screen">Where it is written.</param>
/// <param name="indent">How far from the edge.</param>
/// <param name="most">How many files are shown of a layer.</param>
internal sealed class ContentReport(Screen screen, int indent, int most)
{
    internal void Write(ContentJson content)
    {
        WriteForeign(content);
        foreach (var note in content.Notes) screen.Line(indent, note);
        foreach (var fact in Facts(content.Facts)) screen.Line(indent, new Piece(fact, Styles.Faint));
        if (content.Legitimate.Length > 0)
            screen.Line(indent, new Piece($"{Words.Count(content.Legitimate.Length, "file")} for other machines may be there: "
                + Several(content.Legitimate.GroupBy(file => file.Because).Select(why => $"{why.First().Path}: {why.Key}"), "; "), Styles.Faint));
    }

    /// <summary>The files for other machines alone.</summary>
    internal void WriteForeign(ContentJson content)
    {
        foreach (var layer in content.Foreign.GroupBy(file => file.Layer).OrderBy(layer => layer.Key))
        {
            var from = content.Layers[layer.Key];
            screen.Line(indent,
                new Piece($"layer {layer.Key + 1} of {content.Layers.Length}"), new Piece($"  {from.Digest[..Math.Min(19, from.Digest.Length)]}  ", Styles.Faint),
                new Piece(Short(from.CreatedBy ?? ""), Styles.Faint));
            foreach (var file in layer.Take(most))
                screen.Line(indent + 2, new Piece(file.Found + "  ", Styles.Of(ImageStatus.Broken)), file.Path,
                    file.Inside is null ? "" : $"!/{file.Inside}", new Piece($"  {(file.Role == FileRole.LinkedObject ? "object" : Words.Of(file.Role))}", Styles.Faint));
            if (layer.Count() > most) screen.Line(indent + 2, new Piece($"and {layer.Count() - most} more", Styles.Faint));
        }
    }

    private static IEnumerable<string> Facts(MigrationJson facts)
    {
        if (facts.Glibc is { } glibc) yield return $"its files ask for glibc {glibc}";
        if (facts.Musl) yield return "its files ask for musl";
        if (facts.SmallPages.Length > 0)
            yield return $"{Words.Count(facts.SmallPages.Length, "file does", "files do")} not load on kernels with 64 KiB pages: {Several(facts.SmallPages)}";
        if (facts.X86Level is { } level)
            yield return $"{Words.Count(facts.X86Files.Length, "file needs", "files need")} x86-64-v{level}: {Several(facts.X86Files)}";
        foreach (var archive in facts.Natives.Take(5)) yield return $"{archive.Path} has natives for {string.Join(", ", archive.Platforms)}";
        if (facts.Natives.Length > 5) yield return $"and {Words.Count(facts.Natives.Length - 5, "other archive has", "other archives have")} natives";
        foreach (var wheel in facts.Wheels.Take(5)) yield return $"{wheel.Path} is a wheel for {string.Join(", ", wheel.Tags)} only";
        if (facts.Wheels.Length > 5) yield return $"and {Words.Count(facts.Wheels.Length - 5, "other wheel is", "other wheels are")} for other platforms only";
    }

    private static string Several(IEnumerable<string> names, string mark = ", ")
    {
        var all = names.ToArray();
        return all.Length > 3 ? $"{string.Join(mark, all.Take(3))}{mark}and {all.Length - 3} more" : string.Join(mark, all);
    }

    // A history line may be a whole script.
    private static string Short(string line) => line.Length > 120 ? line[..119] + "…" : line;
}
