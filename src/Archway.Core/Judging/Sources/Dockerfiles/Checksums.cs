using System.Text.RegularExpressions;
using Archway.Reading.Builds;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>Finds checksums that are written out beside a download, so that no other architecture's file can pass.</summary>
internal static partial class Checksums
{
    // Each is looked for in the script; nobody writes so many.
    private const int MostDigests = 200;

    private static readonly string[] Programs = ["sha256sum", "sha512sum", "sha1sum", "sha384sum", "sha224sum", "md5sum", "shasum", "b2sum", "openssl", "hashlib"];

    // What the names of files with sums in them hold.
    private static readonly string[] SumNames = ["sha1", "sha2", "sha3", "sha5", "shasum", "sums", "checksum", ".md5", "digest"];

    /// <summary>Where the checksum of a download stands; null when it has none that is written out.</summary>
    internal static (int Start, int Length)? In(DockerfileDocument dockerfile, Download download)
    {
        if (download.Instruction.Name == "ADD" && download.Instruction.Flags.FirstOrDefault(flag => flag.Name == "checksum")?.Value is { } value)
            return (value.Start, value.Length);
        foreach (var (script, start, length) in DockerfileCode.Of(dockerfile).Checksums)
            if (IsOf(script, download)) return (start, length);
        return null;
    }

    /// <summary>
    /// Whether something like a checksum stands in the instruction that fetches, whoever compares with it, or one is compared that comes from elsewhere.
    /// </summary>
    internal static bool IsBeside(DockerfileDocument dockerfile, Download download) =>
        (download.Of is (var script, _, _) && !script.Contains("git ") && script.Stretches.Any(stretch => IsIn(DockerfileCode.Of(dockerfile).Text, stretch)))
        || DockerfileCode.Of(dockerfile).Checking.Any(checking => IsOf(checking, download))
        || DockerfileCode.Of(dockerfile).Digesting.Any(digesting => MayBeOf(digesting, download));

    /// <summary>The scripts that hold something like a checksum, or use a variable that does, whatever they do with it.</summary>
    internal static IEnumerable<RunScript> Digesting(DockerfileDocument dockerfile, DockerfileCode code)
    {
        var variables = dockerfile.Preamble.Concat(dockerfile.Stages.SelectMany(stage => stage.Instructions)).Where(one => one.Name is "ARG" or "ENV")
            .SelectMany(variable => Digests(code.Text, variable)).Select(digest => digest.Name).Distinct(StringComparer.Ordinal).Take(MostDigests).ToArray();
        // What git and gpg are given are names of commits and of keys.
        return code.Scripts.Where(script => !script.Contains("git ") && !script.Contains("gpg") && !script.Contains("apt-key")
            && (script.Stretches.Any(stretch => IsIn(code.Text, stretch)) || variables.Any(script.Uses)
                || (script.Commands.Any(Sums) && script.Stretches.Any(stretch => Beginning().IsMatch(code.Text[stretch.Start..stretch.End])))));
    }

    // In any stage, since files are copied from one to the next; what fetches something else compares that.
    private static bool MayBeOf(RunScript script, Download download) => download.Of is (var own, _, _) && own == script
        || (script.Run.Keyword.Start > download.Instruction.Keyword.Start && !script.Contains("://"));

    private static bool Sums(ShellWord[] command) => Programs.Any(program => command[0].Text.Ends(program) || (program.Ends("sum") && command.Any(word => word.Text.Ends(program))));

    /// <summary>The scripts that compare checksums, where no sums are fetched in the same stage: these would be of whatever is fetched with them.</summary>
    internal static IEnumerable<RunScript> Checking(DockerfileCode code)
    {
        HashSet<DockerfileStage> fetching = [.. code.Scripts.Where(script => script.Commands.Any(FetchesSums)).Select(script => script.Stage)];
        return code.Scripts.Where(script => !fetching.Contains(script.Stage) && script.Commands.Any(Compares));
    }

    // Also within another command: SUM=$(curl "${URL}.sha256").
    private static bool FetchesSums(ShellWord[] command) => command.Any(word => word.Text.Has("curl") || word.Text.Has("wget") || word.Text.Has("aria2c"))
        && command.Any(word => SumNames.Any(name => word.Text.Contains(name, StringComparison.OrdinalIgnoreCase)));

    // sha256sum -c; test "$(sha256sum file)" = …
    private static bool Compares(ShellWord[] command) => Programs.Any(program => command[0].Text.Ends(program))
        ? command.Any(word => word.Text is "-c" or "--check" or "-sc" or "-cs" || (command[0].Text == "openssl" && word.Text == "dgst"))
        : command[0].Text is "[" or "[[" or "test" && command.Any(word => word.Text.Has("$(") && Programs.Any(program => word.Text.Has(program)));

    /// <summary>The scripts that compare checksums with one that is written out, in them or in a variable, and where that stands.</summary>
    internal static IEnumerable<(RunScript Script, int Start, int Length)> In(DockerfileDocument dockerfile, DockerfileCode code)
    {
        var variables = dockerfile.Preamble.Concat(dockerfile.Stages.SelectMany(stage => stage.Instructions)).Where(one => one.Name is "ARG" or "ENV")
            .SelectMany(variable => Digests(code.Text, variable)).Take(MostDigests).ToArray();
        foreach (var script in code.Scripts)
            if (script.Commands.Any(command => command.Any(word => Programs.Any(program => word.Text.Has(program)))) && In(code.Text, variables, script) is var (start, length))
                yield return (script, start, length);
    }

    /// <summary>
    /// Whether a script checks what was fetched: there, by the address that a variable holds, or in an instruction behind that fetches nothing itself.
    /// </summary>
    private static bool IsOf(RunScript script, Download download)
    {
        if (download.Of is (var own, _, _) && own == script) return true;
        if (download.Instruction.Name is "ENV" or "ARG")
            return download.Instruction.Words.Select(word => word.Text.Split('=')[0]).Any(name => name.Length > 0 && script.Uses(name));
        return script.Stage == download.Stage && script.Run.Keyword.Start > download.Instruction.Keyword.Start && !script.Contains("://");
    }

    private static (int Start, int Length)? In(string text, (string Name, int Start, int End)[] variables, RunScript script)
    {
        var isEncoded = script.Contains("base64") || script.Contains("openssl");
        foreach (var (start, end) in script.Stretches)
            if (Digest().Match(text, start, end - start) is { Success: true } match || (isEncoded && (match = Encoded().Match(text, start, end - start)).Success))
                return (match.Index, match.Length);
        foreach (var (name, start, end) in variables)
            if (script.Uses(name)) return (start, end - start);
        return null;
    }

    private static IEnumerable<(string Name, int Start, int End)> Digests(string text, DockerfileInstruction variable)
    {
        if (variable.Words is [{ Text: var name }, var value] && !name.Contains('=', StringComparison.Ordinal)
            && (Digest().IsMatch(value.Text) || Encoded().IsMatch(value.Text)))
            yield return (name, value.Start, value.Start + value.Length);
        foreach (var word in variable.Words)
            if (word.Text.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals
                && (Digest().Match(text, word.Start, word.Length) is { Success: true } match || (match = Encoded().Match(text, word.Start, word.Length)).Success))
                yield return (word.Text[..equals], match.Index, match.Index + match.Length);
    }

    private static bool IsIn(string text, (int Start, int End) stretch) => Digest().Match(text, stretch.Start, stretch.End - stretch.Start).Success;

    // The first digits of a checksum, which are told from a word and a number by having both in them.
    [GeneratedRegex(@"(?<![0-9A-Za-z./_-])(?=[0-9a-f]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{7,127}(?![0-9A-Za-z./_-])", RegexOptions.CultureInvariant)]
    private static partial Regex Beginning();

    // In base64 a checksum itself, of 32, 48 or 64 bytes, or lines of sums.
    [GeneratedRegex("(?<![0-9A-Za-z+/])(?:[0-9A-Za-z+/]{43}=|[0-9A-Za-z+/]{86}==|[0-9A-Za-z+]{64,}={0,2})(?![0-9A-Za-z+/=])", RegexOptions.CultureInvariant)]
    private static partial Regex Encoded();

    [GeneratedRegex("(?<![0-9A-Za-z])(?:[0-9a-f]{128}|[0-9a-f]{96}|[0-9a-f]{64}|[0-9a-f]{56}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9A-Za-z])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Digest();
}
