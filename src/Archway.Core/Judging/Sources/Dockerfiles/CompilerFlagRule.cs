using System.Text.RegularExpressions;
using Archway.Oci.Platforms;
using Archway.Reading.Builds;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A rule about options of compilers, in what runs and in the variables that compilers heed.</summary>
internal abstract class CompilerFlagRule(string id, Severity severity, Regex flags) : OneArchitectureRule(id, severity)
{
    private static readonly string[] Crossing = ["x86_64-", "i686-", "i386-"];

    protected sealed override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking)
    {
        var text = DockerfileCode.Of(dockerfile).Text;
        foreach (var script in Scripts(dockerfile))
            foreach (var (command, word) in script.Commands.SelectMany(command => command.Select(word => (command, word))))
                if (MayHold(text.AsSpan(word.Start, word.End - word.Start)) && flags.Match(text, word.Start, word.End - word.Start) is { Success: true } match
                    && !script.IsChosen(match.Index) && !IsOfOne(script, command, word))
                    yield return Found(dockerfile.Source, match.Index, match.Length, Message(match.Value, lacking), platform: lacking);
        foreach (var (_, instruction) in Instructions(dockerfile, "ENV", "ARG"))
            foreach (var word in instruction.Words)
                if (!IsForOne(dockerfile, word) && MayHold(text.AsSpan(word.Start, word.Length)) && flags.Match(text, word.Start, word.Length) is { Success: true } match)
                    yield return Found(dockerfile.Source, match.Index, match.Length, Message(match.Value, lacking), platform: lacking);
    }

    /// <summary>What is so of the option, and what to do.</summary>
    protected abstract string Message(string flag, Platform lacking);

    // A compiler for x86 by its name, and what asks for the machine within the word itself; what is only said compiles nothing.
    private static bool IsOfOne(RunScript script, ShellWord[] command, ShellWord word) =>
        command.Any(one => Crossing.Any(compiler => one.Text[(one.Text.LastIndexOf('/') + 1)..].Begins(compiler)))
        || ArchitectureQuestion.IsAsked(script.Raw(word)) || SaidText.IsSaid(script, command);

    // CFLAGS_AMD64, beside which another is for Arm.
    private static bool IsForOne(DockerfileDocument dockerfile, DockerfileWord word) => DockerfileCode.Of(dockerfile).NamesArm
        && word.Text.Split('=')[0].ToLowerInvariant() is var name
        && Array.Exists(["amd64", "x86_64", "x64", "x86"], name.Has);

    private static bool MayHold(ReadOnlySpan<char> word) => word.Has("-m") || word.Has("target-");
}
