using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Archway.Reading.Builds;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>The text of a Dockerfile as its instructions get it, at the offsets of the file, and the commands in it.</summary>
/// <remarks>Read once for all the rules that look at a file.</remarks>
internal sealed class DockerfileCode
{
    private static readonly ConditionalWeakTable<DockerfileDocument, DockerfileCode> Read = [];

    // Each is held against the whole file and the others; nobody fetches so much.
    private const int MostDownloads = 500;
    private const int MostLookedThrough = 20_000_000;

    private readonly Dictionary<int, RunScript> _scripts;

    private DockerfileCode(DockerfileDocument dockerfile)
    {
        Text = JoinedLines.Of(dockerfile);
        NamesArm = ArchitectureQuestion.NamesArm(Text);
        Stages = new(dockerfile.Stages);
        Scripts = [.. from stage in dockerfile.Stages from run in stage.Instructions where run.Name == "RUN" select new RunScript(Text, stage, run)];
        _scripts = Scripts.ToDictionary(script => script.Run.Keyword.Start);
        Downloads = [.. Dockerfiles.Downloads.In(dockerfile, this).Take(Math.Clamp(MostLookedThrough / Math.Max(1, Text.Length), 20, MostDownloads))];
        Checksums = Downloads.IsEmpty ? [] : [.. Dockerfiles.Checksums.In(dockerfile, this)];
        Checking = Downloads.IsEmpty ? [] : [.. Dockerfiles.Checksums.Checking(this)];
        Digesting = Downloads.IsEmpty ? [] : [.. Dockerfiles.Checksums.Digesting(dockerfile, this)];
    }

    /// <summary>
    /// The file's text, of the same length, with <see cref="ShellCommands.Blank"/> where an instruction goes on in a next line and for comments in it.
    /// </summary>
    internal string Text { get; }

    /// <summary>Whether the file names an Arm architecture outside its comments.</summary>
    internal bool NamesArm { get; }

    /// <summary>How the stages hang together.</summary>
    internal StageTree Stages { get; }

    /// <summary>Every <c>RUN</c> that a stage holds itself; what an <c>ONBUILD</c> holds is of another build.</summary>
    internal ImmutableArray<RunScript> Scripts { get; }

    /// <summary>What is fetched for 64-bit x86 alone.</summary>
    internal ImmutableArray<Download> Downloads { get; }

    /// <summary>Where checksums are compared with one that is written out; looked for only where something is fetched.</summary>
    internal ImmutableArray<(RunScript Script, int Start, int Length)> Checksums { get; }

    /// <summary>The scripts that compare checksums which are not fetched together with what they are of.</summary>
    internal ImmutableArray<RunScript> Checking { get; }

    /// <summary>The scripts that hold something like a checksum, written out or in a variable.</summary>
    internal ImmutableArray<RunScript> Digesting { get; }

    /// <summary>What a <c>RUN</c> of a stage gives a shell.</summary>
    internal RunScript ScriptOf(DockerfileInstruction run) => _scripts[run.Keyword.Start];

    internal static DockerfileCode Of(DockerfileDocument dockerfile) => Read.GetValue(dockerfile, static one => new(one));
}
