using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Archway.Oci.Platforms;

namespace Archway.Verifying.Binaries;

/// <summary>A program, library or object for one machine, in the form that Linux uses.</summary>
/// <remarks><see href="https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html"/></remarks>
public sealed record ElfFile : FileContent
{
    /// <summary>The machine it is for.</summary>
    public required ElfMachine Machine { get; init; }

    /// <summary>What it is for.</summary>
    public required ElfKind Kind { get; init; }

    /// <summary>Whether it can be loaded at any address: a shared library, or a program of that form.</summary>
    public bool IsPositionIndependent { get; init; }

    /// <summary>Whether it is a program that asks for no interpreter and no library.</summary>
    public bool IsStatic { get; init; }

    /// <summary>The operating system it is for, where it says one: <c>linux</c>, <c>freebsd</c>; most files say none and mean Linux.</summary>
    public string Os { get; init; } = "linux";

    /// <summary>The level of 32-bit Arm it was compiled for, <c>v6</c>; null where that is not told, and for other machines.</summary>
    public string? ArmVersion { get; init; }

    /// <summary>The path of the dynamic linker: <c>/lib/ld-linux-aarch64.so.1</c>.</summary>
    public string? Interpreter { get; init; }

    /// <summary>The names of the libraries it needs, in order.</summary>
    public ImmutableArray<string> Needed { get; init; } = [];

    /// <summary>The name that a library gives itself.</summary>
    public string? Name { get; init; }

    /// <summary>Where the needed libraries are looked for, in the form of today (<c>DT_RUNPATH</c>).</summary>
    public string? RunPath { get; init; }

    /// <summary>Where the needed libraries are looked for, in the old form (<c>DT_RPATH</c>).</summary>
    public string? RPath { get; init; }

    /// <summary>The smallest alignment of a part that is loaded; null when none is.</summary>
    public long? Alignment { get; init; }

    /// <summary>The largest of the page sizes 4096, 16384 and 65536 with which it can be loaded; 0 for none, null when nothing is loaded.</summary>
    /// <remarks>What can be loaded with large pages can be with smaller ones.</remarks>
    public int? LargestPage { get; init; }

    /// <summary>The level of x86-64 without which it does not run, 1 to 4; null when it says none.</summary>
    public int? X86LevelNeeded { get; init; }

    /// <summary>The level of x86-64 of which it uses something, 1 to 4; null when it says none.</summary>
    public int? X86LevelUsed { get; init; }

    /// <summary>Whether all of its Arm64 code marks where jumps may land (BTI).</summary>
    public bool HasBranchTargets { get; init; }

    /// <summary>Whether all of its Arm64 code signs return addresses (PAC).</summary>
    public bool HasSignedReturns { get; init; }

    /// <summary>The identifier that the linker gave it, in hexadecimal.</summary>
    public string? BuildId { get; init; }

    /// <summary>The identifier that Go gave it; the same in two files means the same build.</summary>
    public string? GoBuildId { get; init; }

    /// <summary>Whether Go made it.</summary>
    public bool IsGo { get; init; }

    /// <summary>Whether Rust made a part of it and says so; most released programs do not say.</summary>
    public bool IsRust { get; init; }

    /// <summary>The C library it asks for.</summary>
    public CLibrary CLibrary { get; init; }

    /// <summary>The newest version of glibc that it asks for; an older glibc does not load it. Null when it asks for none.</summary>
    public Version? GlibcNeeded { get; init; }

    /// <summary>What could not be read.</summary>
    public ElfGaps Gaps { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override ImmutableArray<Platform> Platforms =>
        Machine.Architecture is { } architecture ? [Platform.Of(Os, architecture, ArmVersion)] : [];
}
