using Archway.Cli.Reports.Gpu;
using Archway.Cli.Reports.Json;
using Archway.Cli.Terminal;
using Archway.Judging;
using Archway.Resolving;

namespace Archway.Cli.Reports;

/// <summary>Images in depth, for a person.</summary>
internal static class ImageReport
{
    internal static void Write(IReadOnlyList<ImageJudgement> images, Surroundings surroundings)
    {
        Screen screen = new(surroundings);
        foreach (var image in images)
        {
            if (image != images[0]) screen.Blank();
            Write(screen, image);
        }
    }

    private static void Write(Screen screen, ImageJudgement image)
    {
        screen.Line(0, new Piece(image.Facts.Image, Styles.Strong));
        foreach (var target in image.Targets)
        {
            screen.Line(2, $"{target.Platform}  ", new(Words.Of(target.Status), Styles.Of(target.Status)),
                $"{Words.Verified(target.Verification)}: {target.Because}{(target.IsFromCatalog ? " (catalog)" : "")}");
            if (target.Caution is { } caution) screen.Line(4, caution);
            foreach (var remark in target.Remarks) screen.Line(4, new Piece($"{remark.Rule}: {remark.Message}", Styles.Of(ImageStatus.Suspect)));
            if (ContentJson.Of(target) is { } content) new ContentReport(screen, indent: 4, most: 20).Write(content);
        }

        foreach (var advice in image.Advice) screen.Line(2, new Piece("→ " + advice, Styles.Of(ImageStatus.Update)));
        if (image.Facts.Digest is { } digest)
        {
            screen.Line(2, new Piece($"{digest}", Styles.Faint));
            screen.Line(2, new Piece(image.Facts.MediaType ?? "", Styles.Faint));
        }

        foreach (var entry in image.Facts.Platforms)
        {
            screen.Blank();
            WriteEntry(screen, image.Facts, entry);
        }

        GpuImageReport.Write(screen, image);
        if (image.Evidence.IsEmpty) return;
        screen.Blank();
        screen.Line(2, new Piece("evidence", Styles.Faint));
        foreach (var evidence in image.Evidence) screen.Line(4, new Piece($"{Words.Of(evidence.Source)}: {evidence.Detail}", Styles.Faint));
    }

    private static void WriteEntry(Screen screen, ImageFacts facts, PlatformFacts entry)
    {
        screen.Line(2,
            new Piece(entry.Platform.ToString(), Styles.Strong),
            entry.Platform.OsVersion is { } os ? $"  {os}" : "",
            entry.IsDeclared ? "" : "  (said by its config only)");
        if (facts.IsIndex)
        {
            screen.Line(6, new Piece(entry.Manifest.Digest.ToString(), Styles.Faint));
            screen.Line(6, new Piece($"{entry.Manifest.MediaType}{(entry.Manifest.Size is { } size ? $", {Words.Size(size)}" : "")}", Styles.Faint));
        }

        List<string> told = [];
        if (entry.LayerBytes is { } bytes) told.Add($"{Words.Size(bytes)} compressed");
        if (entry.Config is { } config)
        {
            told.Add($"{config.DiffIds.Length} layer{(config.DiffIds.Length == 1 ? "" : "s")}");
            if (config.Created is { } created) told.Add($"made {created.UtcDateTime:yyyy-MM-dd}");
            if (config.User is { } user) told.Add($"as {user}");
            if (string.Join(' ', [.. config.Entrypoint, .. config.Command]) is { Length: > 0 } command) told.Add($"runs {command}");
            if (config.Platform is { } said && !said.Equals(entry.Platform)) told.Add($"its config says {said}");
        }

        if (entry.Problem is { } problem) told.Add(problem);
        if (told.Count > 0) screen.Line(6, string.Join(" · ", told));
    }
}
