using System.Collections.Immutable;
using System.Text.Json;
using Archway.Cli.Reports.Json;
using Archway.Judging;
using Archway.Reading;
using Archway.Resolving;
using Archway.Testing;

namespace Archway.Cli.Tests;

/// <summary>Saved scans with what no file could make so easily, to be converted: hostile words in every field, thousands of images.</summary>
internal static class SavedScan
{
    /// <summary>What each form would take for its own syntax.</summary>
    internal static readonly string[] HostileWords =
    [
        "=cmd|' /C calc'!A0", "+1", "-1", "@everyone", "\uff1d1+1", "\t=1", "\n=1", "a,\"b\"\r\nc", "a;b",
        "\n::error::gotcha", "%0A::error file=x::y", "##[error]gotcha", "##[set-env name=PATH]x", "::stop-commands::x", "::", "a:b,c=d",
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!-- ", "-->", "</details>", "<?xml?>", "]]>", "&amp;", "&lt;b&gt;",
        "`code` ``two``", "|", "a | b", "\\|", "\\", "**bold** _it_ ~~no~~", "# heading", "- item", "1. item", "[l](http://e.example)",
            "![i](http://e.example/i.png)",
        "https://e.example/phish", "www.e.example", "mail@e.example", "#123", "org/repo#123", "GH-123", "@org/team", "<https://e.example>",
            "[x]: http://e.example",
        "\u001b[31mred", "\u0000\u0001\u001f", "\u202egnp.exe", "\u200bhidden", "\ud83d\ude00", "\ufffe", "\ud800", "[text](1) {0} {{1}}", " lead and trail ",
            "'", "''", "", " ",
        new string('a', 2000), string.Concat(Enumerable.Repeat("\ud83d\ude00", 600)), new string('`', 600), new string('|', 600),
    ];

    /// <summary>A scan with hostile words wherever words of others stand.</summary>
    internal static ScanDocument Hostile() => With(HostileWords);

    /// <summary>A scan with some words wherever words of others stand, each of them as an image too.</summary>
    internal static ScanDocument With(IEnumerable<string> words) => Of([.. words.Select((word, i) => (word, (ImageStatus)(i % 8)))]);

    /// <summary>A scan of so many images, of each status in turn.</summary>
    internal static ScanDocument Large(int images) =>
        Of([.. Enumerable.Range(0, images).Select(i => ($"registry.example.com/team/service-{i}:1.0.{i}", (ImageStatus)(i % 8)))]);

    /// <summary>A scan that found nothing.</summary>
    internal static ScanDocument Empty() => Of([]);

    /// <summary>What <c>archway convert</c> makes of a scan.</summary>
    internal static async Task<string> ConvertAsync(ScanDocument scan, string format)
    {
        using TempFolder folder = new TempFolder().With("scan.json", JsonSerializer.Serialize(scan, ReportJson.Readable.ScanDocument));
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        var ran = await archway.RunAsync("convert", "scan.json", "--format", format);
        Xunit.Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
        return ran.Output;
    }

    private static ScanDocument Of((string Word, ImageStatus Status)[] images)
    {
        ImmutableArray<OccurrenceJson> places =
        [
            .. images.Select((image, i) =>
                new OccurrenceJson(FileOf(image.Word), i + 1, 1, image.Word, image.Word, null, OccurrenceKind.DockerfileFrom, image.Word, image.Word, null)),
            .. images.Select((image, i) =>
                new OccurrenceJson(FileOf(image.Word), i + 1, 9, image.Word, null, image.Word, OccurrenceKind.ComposeImage, image.Word, null, null)),
        ];
        return new(
            ScanDocument.CurrentVersion, new("archway", "0.1.0"), ["linux/arm64"], ["."],
            new(images.Length, images.Length, 2 * images.Length, images.Length, images.Length, 0, images.Length),
            places,
            [.. images.Select(image => new ImageJson(
                image.Word, image.Status, [new("linux/arm64", image.Status, image.Word, Verification.None, EvidenceSource.Catalog)], [image.Word], null, null,
                image.Word, [image.Word, "use another"], [new(EvidenceSource.Catalog, image.Word)], 1))],
            [.. images.Select((image, i) =>
                new FindingJson(RuleOf(i), (Severity)(i % 3), FileOf(image.Word), i + 1, 1, image.Word.Length, $"an image: {image.Word}"))],
            [.. images.Select((image, i) => new UnparsedJson(FileOf(image.Word), i + 1, image.Word))],
            Enum.GetValues<ImageStatus>().ToDictionary(
                status => status.ToString().ToLowerInvariant(), status => images.Count(image => image.Status == status), StringComparer.Ordinal));
    }

    private static string RuleOf(int i) => (i % 3) switch { 0 => "I101", 1 => "D108", _ => "I105" };

    private static string FileOf(string word) => $"deploy/{word}.yaml";
}
