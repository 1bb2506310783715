using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Archway.Cli.Reports.Json;
using Archway.Cli.Terminal;
using Archway.Judging;
using Archway.Knowing;

namespace Archway.Cli.Reports;

/// <summary>Entries of the catalog, for a person and for a program.</summary>
internal static class CatalogReport
{
    internal static void WriteList(ImmutableArray<CatalogEntry> entries, Surroundings surroundings)
    {
        Screen screen = new(surroundings);
        var (ids, names) = (entries.Select(entry => entry.Id.Length).DefaultIfEmpty().Max(), entries.Select(entry => entry.Name.Length).DefaultIfEmpty().Max());
        foreach (var entry in entries)
            screen.Line(0, new(entry.Id.PadRight(ids + 2), Styles.Strong), entry.Name.PadRight(names + 2), new(First(entry), Styles.Faint));
        if (entries.IsEmpty) screen.Line(0, "no entry holds these words");
    }

    internal static void WriteEntry(CatalogEntry entry, Surroundings surroundings)
    {
        Screen screen = new(surroundings);
        screen.Line(0, new(entry.Name, Styles.Strong),
            new($"  {entry.Id} · {entry.Category} · {string.Join(", ", entry.Deliveries.Select(Word))}", Styles.Faint));
        screen.Line(2, entry.Summary);
        if (entry.Guide is { } guide)
            screen.Line(2, new("guides: ", Styles.Faint), guide.Comment ?? "listed without a comment",
                new($" ({string.Join(", ", guide.In)}: {guide.Name})", Styles.Faint));
        foreach (var line in entry.Images) WriteImages(screen, line, entry);
        foreach (var line in entry.Releases)
        {
            screen.Blank();
            screen.Line(2, new(Word(line.Delivery), Styles.Strong), $"  {line.Name}: {Says(line.Gate)}", Doubt(line.Confidence, entry));
            if (line.Note is { } note) screen.Line(6, note);
        }

        screen.Blank();
        if (entry.Build is { } build) screen.Line(2, new("build: ", Styles.Faint), build);
        if (entry.Nightly is { } nightly) screen.Line(2, new("before release: ", Styles.Faint), nightly);
        if (entry.Notes is { } notes) screen.Line(2, new("note: ", Styles.Faint), notes);
        screen.Line(2, new("page: ", Styles.Faint), entry.Url);
        screen.Line(2, new Piece($"evidence, {Word(entry.Confidence)} confidence, as of {Day(entry.AsOf)}:", Styles.Faint));
        foreach (var evidence in entry.Evidence) screen.Line(4, new Piece(evidence, Styles.Faint));
    }

    internal static Task WriteJsonAsync(CatalogEntry entry, TextWriter output) =>
        output.WriteLineAsync(JsonSerializer.Serialize(Of(entry), ReportJson.Readable.CatalogEntryJson));

    internal static Task WriteJsonAsync(ImmutableArray<CatalogEntry> entries, TextWriter output) =>
        output.WriteLineAsync(JsonSerializer.Serialize([.. entries.Select(Of)], ReportJson.Readable.ImmutableArrayCatalogEntryJson));

    private static void WriteImages(Screen screen, ImageLine line, CatalogEntry entry)
    {
        screen.Blank();
        screen.Line(2, new("images", Styles.Strong), $"  {line.Name}: {Says(line)}", Doubt(line.Confidence, entry));
        foreach (var repository in line.Repositories) screen.Line(6, repository);
        foreach (var rule in line.Tags)
        {
            var onAmd64 = rule.Amd64 is { } amd64 && amd64 != rule.Arm64 ? $", on amd64 {Word(amd64)}" : "";
            var more = $"{(rule.Because is { } why ? $", {why}" : "")}{(rule.Use is { } use ? $"; use {use}" : "")}";
            screen.Line(6, $"tags {string.Join(", ", rule.Match)}: ", SaysOf(rule), onAmd64, more);
        }
        if (line.Prefer is { } prefer) screen.Line(6, new Piece($"→ prefer the tags {prefer}", Styles.Of(ImageStatus.Update)));
        if (line.MovedTo is { } moved) screen.Line(6, new Piece($"→ moved to {moved}", Styles.Of(ImageStatus.Update)));
        if (!line.Alternatives.IsEmpty) screen.Line(6, new Piece($"→ alternatives: {string.Join(", ", line.Alternatives)}", Styles.Of(ImageStatus.Update)));
        if (line.Note is { } note) screen.Line(6, note);
    }

    // The confidence of a line, where it is not that of the entry, which stands above the evidence.
    private static Piece Doubt(Confidence line, CatalogEntry entry) =>
        new(line == entry.Confidence ? "" : $"  ({Word(line)} confidence)", Styles.Faint);

    // What a reader wants to know first: from when on.
    private static string First(CatalogEntry entry)
    {
        var images = entry.Images.FirstOrDefault(line => line.OnlyArchitecture is not null || !line.Gate.IsSilent) is { } line
            ? [$"images{Of(line.Name, entry)}: {Says(line)}"] : Array.Empty<string>();
        var release = entry.Releases.FirstOrDefault(line => !line.Gate.IsSilent) is { } other
            ? [$"{Word(other.Delivery)}{Of(other.Name, entry)}: {Says(other.Gate)}"] : Array.Empty<string>();
        string[] told = entry.Deliveries[0] == Delivery.Image ? images : [.. release, .. images];
        return told.Length == 0 ? entry.Summary : string.Join(" · ", told);
    }

    private static string Of(string line, CatalogEntry entry) => line == entry.Name ? "" : $" ({line})";

    private static string Says(ImageLine line) => line.OnlyArchitecture is { } only ? $"{only} only" : Says(line.Gate);

    private static Piece SaysOf(TagRule rule) => rule switch
    {
        { Gate: { } gate } => new(Says(gate)),
        { Arm64: CatalogVerdict.Yes } => new("yes", Styles.Of(ImageStatus.Ready)),
        _ => new(Word(rule.Arm64.GetValueOrDefault()), Styles.Of(ImageStatus.Blocked)),
    };

    private static string Says(ReleaseGate gate)
    {
        if (gate.Always is { } always) return always ? "every version" : "never";
        List<string> told = [];
        if (gate.Since is { } since) told.Add($"since {since}");
        if (!gate.Backports.IsEmpty) told.Add($"in older lines since {string.Join(", ", gate.Backports)}");
        if (gate.Published is { } day) told.Add($"built after {Day(day)}");
        if (gate.Until is { } until) told.Add($"up to {until}");
        if (gate.NoneBelow is { } below && below.ToString() != gate.Since?.ToString()) told.Add($"none below {below}");
        if (gate.Current is { } current && told.Count == 0) told.Add(current ? "in current releases; the first is not known" : "not in current releases");
        return told.Count == 0 ? "not known" : string.Join(", ", told);
    }

    private static CatalogEntryJson Of(CatalogEntry entry) => new(
        entry.Id, entry.Name, entry.Category, [.. entry.Deliveries.Select(Word)], entry.Summary,
        entry.Guide is { } guide ? new(guide.Name, guide.In, guide.Comment) : null,
        entry.Url,
        [.. entry.Images.Select(line => new CatalogImagesJson(
            line.Name, line.Repositories, line.Architectures, Of(line.Gate),
            [.. line.Tags.Select(Of)],
            line.Prefer, line.MovedTo, line.Alternatives, line.Note, Word(line.Confidence)))],
        [.. entry.Releases.Select(line => new CatalogReleaseJson(Word(line.Delivery), line.Name, Of(line.Gate), line.Note, Word(line.Confidence)))],
        entry.Build, entry.Nightly, entry.Notes, entry.Evidence, Word(entry.Confidence), Day(entry.AsOf));

    private static CatalogGateJson Of(ReleaseGate gate) => new(
        gate.Since?.ToString(), gate.Until?.ToString(), gate.NoneBelow?.ToString(), gate.Published is { } day ? Day(day) : null, gate.Current, gate.Always,
        [.. gate.Backports.Select(backport => backport.ToString())], gate.Variants, gate.Prefixes, gate.Moving);

    private static CatalogTagsJson Of(TagRule rule) => new(
        rule.Match, rule.Arm64 is { } arm64 ? Word(arm64) : null, rule.Amd64 is { } amd64 ? Word(amd64) : null,
        rule.Name, rule.Gate is { } gate ? Of(gate) : null, rule.Because, rule.Use);

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
