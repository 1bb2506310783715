using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Archway.Judging;
using Archway.Judging.Contents;
using Archway.Verifying;

namespace Archway.Cli.Reports.Json;

/// <summary>What an image's content says on a platform.</summary>
internal sealed record ContentJson(
    ReadingExtent Extent,
    int Files,
    IReadOnlyDictionary<string, int> Machines,
    ImmutableArray<LayerJson> Layers,
    ImmutableArray<ForeignJson> Foreign,
    ImmutableArray<LegitimateJson> Legitimate,
    ImmutableArray<ProgramJson> Programs,
    ImmutableArray<string> Notes,
    MigrationJson Facts)
{
    internal static ContentJson? Of(TargetJudgement target) => target.Content is not { } content
        ? null
        : new(
            content.Facts.Extent,
            content.Facts.Files,
            content.Machines.ToDictionary(one => one.Machine, one => one.Files, StringComparer.Ordinal),
            [.. content.Facts.Layers.Select((layer, i) => new LayerJson(i, layer.Digest.ToString(), layer.WasRead, layer.CreatedBy))],
            [.. content.Foreign.Select(file => ForeignJson.Of(file, target))],
            [.. content.Legitimate.Select(file => new LegitimateJson(file.Foreign.Holder.Path, file.Foreign.Found, file.Because, file.Foreign.Inside))],
            [.. content.Facts.Programs.Select(program => new ProgramJson(
                program.Written, program.Role, program.IsThere, program.Missing, program.File?.Path))],
            content.Notes,
            MigrationJson.Of(content.Migration));
}

/// <summary>One layer, from the lowest, 0.</summary>
internal sealed record LayerJson(
    int Index, string Digest, bool Read, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CreatedBy = null);

/// <summary>A file for another machine.</summary>
internal sealed record ForeignJson(
    string Path, int Layer, string LayerDigest, string Found, string Wanted, FileRole Role,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Inside = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CreatedBy = null)
{
    internal static ForeignJson Of(ForeignFile file, TargetJudgement target)
    {
        var layer = target.Content!.Facts.Layers[file.Holder.Layer];
        return new(file.Holder.Path, file.Holder.Layer, layer.Digest.ToString(), file.Found, target.Platform.ToString(), file.Role, file.Inside, layer.CreatedBy);
    }
}

/// <summary>A file for another machine that may be there.</summary>
internal sealed record LegitimateJson(
    string Path, string Found, string Because, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Inside = null);

/// <summary>What starts.</summary>
internal sealed record ProgramJson(
    string Written, ProgramRole Role, bool Found, ImmutableArray<string> Missing,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Path = null);

/// <summary>What a migration wants to know.</summary>
internal sealed record MigrationJson(
    ImmutableArray<string> SmallPages,
    bool Musl,
    ImmutableArray<string> X86Files,
    ImmutableArray<NativeArchive> Natives,
    ImmutableArray<ForeignWheel> Wheels,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Glibc = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? X86Level = null)
{
    internal static MigrationJson Of(MigrationFacts facts) =>
        new(facts.SmallPages, facts.HasMusl, facts.X86Files, facts.Natives, facts.Wheels, facts.Glibc?.ToString(), facts.X86Level);
}
