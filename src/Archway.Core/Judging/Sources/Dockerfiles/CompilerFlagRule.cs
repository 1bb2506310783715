using System.Text.RegularExpressions;
using Archway.Oci.Platforms;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A rule about options of compilers, in what runs and in the variables that compilers heed.</summary>
internal abstract class CompilerFlagRule(string id, Severity severity, Regex flags) : OneArchitectureRule(id, severity)
{
    protected sealed override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking)
    {
        var text = DockerfileCode.Of(dockerfile).Text;
        foreach (var script in Scripts(dockerfile))
            foreach (var word in script.Commands.SelectMany(command => command))
                if (MayHold(text.AsSpan(word.Start, word.End - word.Start)) && flags.Match(text, word.Start, word.End - word.Start) is { Success: true } match
                    && !script.IsChosen(match.Index))
                    yield return Found(dockerfile.Source, match.Index, match.Length, Message(match.Value, lacking), platform: lacking);
        foreach (var (_, instruction) in Instructions(dockerfile, "ENV", "ARG"))
            foreach (var word in instruction.Words)
                if (MayHold(text.AsSpan(word.Start, word.Length)) && flags.Match(text, word.Start, word.Length) is { Success: true } match)
                    yield return Found(dockerfile.Source, match.Index, match.Length, Message(match.Value, lacking), platform: lacking);
    }

    /// <summary>What is so of the option, and what to do.</summary>
    protected abstract string Message(string flag, Platform lacking);

    private static bool MayHold(ReadOnlySpan<char> word) => word.Has("-m") || word.Has("target-");
}
