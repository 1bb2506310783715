using System.Collections.Immutable;
using Archway.Oci.Platforms;
using Archway.Verifying;
using Archway.Verifying.Archives;
using Archway.Verifying.Binaries;

namespace Archway.Judging.Contents;

/// <summary>What a migration wants to know of an image beyond whether it runs.</summary>
public sealed record MigrationFacts
{
    private const int Large = 64 * 1024;

    /// <summary>The files for this machine that cannot be loaded where pages have 64 KiB, as some Arm kernels have them; by path.</summary>
    public ImmutableArray<string> SmallPages { get; private init; } = [];

    /// <summary>The newest version of glibc that any file asks for; null when none asks.</summary>
    public Version? Glibc { get; private init; }

    /// <summary>Whether any file asks for musl.</summary>
    public bool HasMusl { get; private init; }

    /// <summary>The level of x86-64 that some files need, beyond the first; null when none does.</summary>
    public int? X86Level { get; private init; }

    /// <summary>The files that need it, by path.</summary>
    public ImmutableArray<string> X86Files { get; private init; } = [];

    /// <summary>The archives with natives, and which platforms each has them for.</summary>
    public ImmutableArray<NativeArchive> Natives { get; private init; } = [];

    /// <summary>The Python wheels that say they are for other platforms than this one.</summary>
    public ImmutableArray<ForeignWheel> Wheels { get; private init; } = [];

    /// <summary>The facts of an image.</summary>
    /// <param name="target">The platform asked about.</param>
    /// <param name="facts">What it holds.</param>
    /// <param name="own">The files in it that are for that platform.</param>
    internal static MigrationFacts Of(Platform target, ContentFacts facts, IReadOnlyList<MachineFile> own)
    {
        var needing = own.Where(file => file.Content is ElfFile { X86LevelNeeded: > 1 }).ToArray();
        return new()
        {
            SmallPages = target.Architecture != "arm64"
                ? []
                : [.. own.Where(file => file.Content is ElfFile { LargestPage: < Large, Kind: not ElfKind.Relocatable }).Select(file => file.Path).Order(StringComparer.Ordinal)],
            Glibc = own.Select(file => (file.Content as ElfFile)?.GlibcNeeded).Max(),
            HasMusl = own.Any(file => file.Content is ElfFile { CLibrary: CLibrary.Musl }),
            X86Level = needing.Max(file => ((ElfFile)file.Content).X86LevelNeeded),
            X86Files = [.. needing.Select(file => file.Path).Order(StringComparer.Ordinal)],
            Natives =
            [
                .. facts.Binaries.Where(file => file.Content is ArchiveContent { Files.IsEmpty: false })
                    .Select(file => new NativeArchive(file.Path, [.. ((ArchiveContent)file.Content).Files
                        .SelectMany(inner => inner.Content.Platforms).Select(platform => platform.Canonical).Distinct().Order(StringComparer.Ordinal)]))
                    .OrderBy(archive => archive.Path, StringComparer.Ordinal),
            ],
            Wheels = [.. facts.Binaries.SelectMany(WheelsOf).Where(wheel => IsForeign(target, wheel)).OrderBy(wheel => wheel.Path, StringComparer.Ordinal)],
        };
    }

    private static IEnumerable<ForeignWheel> WheelsOf(ContentFile file) => file.Content switch
    {
        WheelFile wheel => [new(file.Path, wheel.Tags)],
        ArchiveContent { WheelTags.IsEmpty: false } archive => [new(file.Path, archive.WheelTags)],
        _ => [],
    };

    private static bool IsForeign(Platform target, ForeignWheel wheel) =>
        wheel.Tags.Length > 0 && wheel.Tags.All(tag => WheelTag.FindPlatform(tag) is { } platform && !target.CanRun(platform));
}

/// <summary>An archive with programs or libraries in it.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Platforms">The platforms it has them for.</param>
public sealed record NativeArchive(string Path, ImmutableArray<string> Platforms);

/// <summary>A Python wheel that says it is for other platforms.</summary>
/// <param name="Path">The wheel, or what says it of an installed one.</param>
/// <param name="Tags">What it says: <c>cp312-cp312-manylinux_2_17_x86_64</c>.</param>
public sealed record ForeignWheel(string Path, ImmutableArray<string> Tags);
