using System.Collections.Immutable;

namespace Archway.Knowing;

/// <summary>The answer built from a reading, with the advice that the entry has for it.</summary>
internal static class Advice
{
    private const string OfNewest = "without a version this is told of the newest release";

    internal static CatalogAnswer On(
        CatalogEntry entry, ImageLine line, string architecture, string? tag, GateReading reading, TagRule? rule = null)
    {
        var prefer = line.Prefer is { } glob && architecture == "arm64" && (tag is null || !NameGlob.Matches(glob, tag)) ? glob : null;
        return new()
        {
            Verdict = reading.Verdict,
            Because = reading.Because,
            Entry = entry,
            Delivery = Delivery.Image,
            Since = reading.Since,
            Confidence = line.Confidence,
            Caution = !reading.IsMoving ? null : tag is null ? OfNewest : $"'{tag}' is a moving tag: a version or a digest stays what it is",
            NeededVersion = reading.Needed,
            PreferredTags = prefer,
            MovedTo = line.MovedTo,
            Alternatives = line.Alternatives,
            Remedies = Sentences(
                reading.Verdict is not CatalogVerdict.Yes && rule?.Use is { } use ? $"use {use}" : null,
                reading.Needed is { } needed ? $"arm64 from {needed} on" : null,
                line.Alternatives.IsEmpty ? null : $"alternatives: {string.Join(", ", line.Alternatives)}",
                reading.Verdict is CatalogVerdict.Yes ? null : entry.Nightly,
                reading.Verdict is CatalogVerdict.Yes ? null : entry.Build),
            Remarks = Sentences(
                prefer is null ? null : $"prefer the tags {prefer}",
                line.MovedTo is null ? null : $"moved to {line.MovedTo}",
                line.Note),
        };
    }

    internal static CatalogAnswer On(CatalogEntry entry, ReleaseLine line, string? version, GateReading reading) => new()
    {
        Verdict = reading.Verdict,
        Because = reading.Because,
        Entry = entry,
        Delivery = line.Delivery,
        Since = reading.Since,
        Confidence = line.Confidence,
        Caution = !reading.IsMoving ? null : version is null ? OfNewest : $"'{version}' may mean another release tomorrow",
        NeededVersion = reading.Needed,
        Remedies = Sentences(
            reading.Needed is { } needed ? $"arm64 from {needed} on" : null,
            reading.Verdict is CatalogVerdict.Yes ? null : entry.Nightly,
            reading.Verdict is CatalogVerdict.Yes ? null : entry.Build),
        Remarks = Sentences(line.Note),
    };

    private static ImmutableArray<string> Sentences(params ReadOnlySpan<string?> sentences) => [.. sentences.ToArray().OfType<string>()];
}
