using Archway.Reading.Builds;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A file that is fetched for 64-bit x86, whatever the build is for.</summary>
/// <param name="Kind">The kind of it.</param>
/// <param name="Stage">The stage that it is fetched in; null where an argument above the first stage holds its address.</param>
/// <param name="Instruction">The instruction that holds the address.</param>
/// <param name="Start">Where the address begins in the file.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Token">The word in it that names the architecture.</param>
internal sealed record Download(DownloadKind Kind, DockerfileStage? Stage, DockerfileInstruction Instruction, int Start, int End, ArchitectureToken Token)
{
    /// <summary>The <c>RUN</c> that fetches it, and the command; null in an instruction that is no <c>RUN</c>.</summary>
    internal (RunScript Script, ShellWord[] Command, ShellWord Word)? Of { get; init; }

    /// <summary>The variable that names the architecture in the address; null where the address itself does.</summary>
    internal WrittenArchitecture? Variable { get; init; }

    /// <summary>What the address says.</summary>
    internal required string Address { get; init; }

    /// <summary>What the same file is called for 64-bit Arm, and whether that is known rather than guessed; null where nothing can be said.</summary>
    internal (string Word, bool IsKnown)? Arm { get; init; }

    /// <summary>What to fetch instead, in words.</summary>
    internal string Instead => Arm switch
    {
        null => "fetch its own file there",
        (var word, true) => $"fetch the one that is called {word} there",
        (var word, false) => $"fetch the one that is called {word} or the like there",
    };
}

/// <summary>The kinds of downloads, each with a rule of its own.</summary>
internal enum DownloadKind
{
    /// <summary>Named as Go and Debian do.</summary>
    Amd64,

    /// <summary>Named as machines name themselves.</summary>
    X8664,

    /// <summary>Named <c>x64</c>, <c>linux64</c> and the like.</summary>
    X64,

    /// <summary>By <c>ADD</c>, where no shell can tell the architecture.</summary>
    Add,

    /// <summary>A small program that starts others: gosu, tini, dumb-init.</summary>
    Launcher,

    /// <summary>An installer of conda.</summary>
    Conda,
}
