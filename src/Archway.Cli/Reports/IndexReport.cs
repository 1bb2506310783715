using System.Text;
using Archway.Cli.Reports.Json;
using Archway.Cli.Terminal;
using Archway.Judging;
using Archway.Oci.Content;

namespace Archway.Cli.Reports;

/// <summary>What <c>archway index</c> says of an index.</summary>
internal static class IndexReport
{
    internal static void Write(Manifest manifest, Digest? before, string format, Surroundings surroundings, string? published = null)
    {
        if (format == "json")
        {
            JsonText.Write(IndexJsonReport.Of(manifest, before, published), AssemblyJson.Readable.IndexJsonReport, surroundings.Output);
            return;
        }

        Screen screen = new(surroundings);
        if (published is not null) screen.Line(0, new("published", Styles.Of(ImageStatus.Ready)), new($" {published}"));
        screen.Line(published is null ? 0 : 2, before is null || before == manifest.Self.Digest ? manifest.Self.Digest.ToString() : $"{before} is now {manifest.Self.Digest}");
        if (manifest is not ImageIndex index)
        {
            screen.Line(2, $"a single image, {manifest.Self.MediaType}");
            return;
        }

        screen.Line(2, index.Self.MediaType);
        foreach (var (name, value) in index.Annotations.OrderBy(note => note.Key, StringComparer.Ordinal)) screen.Line(2, new($"{name}=", Styles.Faint), value);
        foreach (var entry in index.Entries)
        {
            screen.Line(2, new($"{Kind(entry),-16}", Styles.Strong), $" {entry.Digest}{(entry.Size is { } size ? $"  {Words.Size(size)}" : "")}");
            foreach (var (name, value) in entry.Annotations.OrderBy(note => note.Key, StringComparer.Ordinal)) screen.Line(4, new($"{name}=", Styles.Faint), value);
        }

        if (index.UnreadableEntries > 0) screen.Line(2, $"{Unreadable(index.UnreadableEntries)}: what stands there is not known");
    }

    /// <summary>The index itself, byte for byte, for who wants to look at it or keep it.</summary>
    internal static void WriteRaw(Manifest manifest, Surroundings surroundings) => surroundings.Output.WriteLine(Encoding.UTF8.GetString(manifest.Raw.Span));

    /// <summary>How many entries name no digest that can be read, in words.</summary>
    internal static string Unreadable(int entries) => Words.Count(entries, "entry without a readable digest", "entries without a readable digest");

    internal static string Kind(Descriptor entry) => entry switch
    {
        { IsAttestation: true } => "attestation",
        { ArtifactType: { } type } => type,
        { IsIndex: true } => "index",
        { Platform: { } platform } => platform.ToString(),
        _ => "no platform",
    };
}
