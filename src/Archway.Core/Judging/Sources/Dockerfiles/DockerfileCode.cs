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

    private DockerfileCode(DockerfileDocument dockerfile)
    {
        Text = JoinedLines.Of(dockerfile);
        Scripts = [.. from stage in dockerfile.Stages from instruction in stage.Instructions where instruction.Name == "RUN" select new RunScript(Text, stage, instruction)];
        Downloads = [.. Dockerfiles.Downloads.In(dockerfile, this)];
    }

    /// <summary>The file's text, of the same length, with <see cref="ShellCommands.Blank"/> where an instruction goes on in a next line and for comments in it.</summary>
    internal string Text { get; }

    /// <summary>Every <c>RUN</c> that a stage holds itself; what an <c>ONBUILD</c> holds is of another build.</summary>
    internal ImmutableArray<RunScript> Scripts { get; }

    /// <summary>What is fetched for 64-bit x86 alone.</summary>
    internal ImmutableArray<Download> Downloads { get; }

    internal static DockerfileCode Of(DockerfileDocument dockerfile) => Read.GetValue(dockerfile, static one => new(one));
}
