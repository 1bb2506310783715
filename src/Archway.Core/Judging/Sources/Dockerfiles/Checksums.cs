using System.Text.RegularExpressions;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>Finds checksums that are written out beside a download, so that no other architecture's file can pass.</summary>
internal static partial class Checksums
{
    // Each is looked for in the script; nobody writes so many.
    private const int MostDigests = 200;

    private static readonly string[] Programs = ["sha256sum", "sha512sum", "sha1sum", "sha384sum", "sha224sum", "md5sum", "shasum", "b2sum", "openssl"];

    /// <summary>Where the instruction's checksum stands; null when it has none that is written out.</summary>
    internal static (int Start, int Length)? In(DockerfileDocument dockerfile, Download download)
    {
        if (download.Instruction.Name == "ADD")
            return download.Instruction.Flags.FirstOrDefault(flag => flag.Name == "checksum")?.Value is { } value ? (value.Start, value.Length) : null;
        return download.Of is (var script, _, _) && script.Commands.Any(command => command.Any(word => Programs.Contains(word.Text))) ? In(dockerfile, script) : null;
    }

    private static (int Start, int Length)? In(DockerfileDocument dockerfile, RunScript script)
    {
        var text = DockerfileCode.Of(dockerfile).Text;
        foreach (var (start, end) in script.Stretches)
            if (Digest().Match(text, start, end - start) is { Success: true } match) return (match.Index, match.Length);
        var variables = dockerfile.Preamble.Concat(dockerfile.Stages.SelectMany(stage => stage.Instructions)).Where(one => one.Name is "ARG" or "ENV");
        foreach (var (name, start, end) in variables.SelectMany(variable => Digests(text, variable)).Take(MostDigests))
            if (script.Stretches.Any(stretch => ShellVariables.Uses(text.AsSpan(stretch.Start, stretch.End - stretch.Start), name))) return (start, end - start);
        return null;
    }

    private static IEnumerable<(string Name, int Start, int End)> Digests(string text, DockerfileInstruction variable)
    {
        if (variable.Words is [{ Text: var name }, var value] && !name.Contains('=', StringComparison.Ordinal) && Digest().IsMatch(value.Text))
            yield return (name, value.Start, value.Start + value.Length);
        foreach (var word in variable.Words)
            if (word.Text.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && Digest().Match(text, word.Start, word.Length) is { Success: true } match)
                yield return (word.Text[..equals], match.Index, match.Index + match.Length);
    }

    [GeneratedRegex("(?<![0-9A-Za-z])(?:[0-9a-f]{128}|[0-9a-f]{96}|[0-9a-f]{64}|[0-9a-f]{56}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9A-Za-z])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Digest();
}
