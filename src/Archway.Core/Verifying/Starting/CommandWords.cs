using System.Buffers;
using System.Collections.Immutable;

namespace Archway.Verifying.Starting;

/// <summary>Which word of a command starts the next program: behind an init, a shell, <c>env</c>, or a script that ends in <c>exec "$@"</c>.</summary>
internal static class CommandWords
{
    private static readonly string[] Shells = ["sh", "bash", "dash", "ash", "zsh", "ksh", "busybox"];
    private static readonly string[] Inits =
    [
        "tini", "tini-static", "dumb-init", "catatonit", "docker-init", "su-exec", "gosu", "env", "exec", "nice", "ionice", "nohup", "setpriv", "setsid",
        "chpst", "s6-setuidgid", "runuser", "sudo", "stdbuf", "timeout", "busybox", "init",
    ];

    private static readonly SearchValues<char> Special = SearchValues.Create("$`\"'();|&<>{}*?[]\\");

    /// <summary>The words of a command that may start the next program, in their order; none where only the first word runs.</summary>
    /// <param name="words">The command.</param>
    /// <param name="isScript">Whether its first word is a script, which may start any other.</param>
    internal static IEnumerable<string> Next(ImmutableArray<string> words, bool isScript)
    {
        var name = NameOf(words[0]);
        if (Array.IndexOf(Shells, name) >= 0 && Array.FindIndex([.. words], word => word is ['-', .. var letters] && letters.EndsWith('c')) is > 0 and var at)
            return at + 1 < words.Length && FirstOf(words[at + 1]) is { } first ? [first] : [];
        return isScript || Array.IndexOf(Inits, name) >= 0 || Array.IndexOf(Shells, name) >= 0
            ? words.Skip(1).Where(word => word.Length > 0 && word[0] != '-' && !word.Contains('=', StringComparison.Ordinal))
            : [];
    }

    /// <summary>The words of a command from one on.</summary>
    internal static ImmutableArray<string> From(ImmutableArray<string> words, string word) =>
        words.IndexOf(word) is >= 0 and var at ? words[at..] : [word];

    private static string NameOf(string word) => word[(word.LastIndexOf('/') + 1)..];

    // The first program of a shell's line, where that can be told without being a shell.
    private static string? FirstOf(string line)
    {
        foreach (var word in line.Split((char[]?)null, 16, StringSplitOptions.RemoveEmptyEntries))
        {
            if (word is "exec" || (word.Contains('=', StringComparison.Ordinal) && !word.StartsWith('='))) continue;
            return word.AsSpan().IndexOfAny(Special) < 0 ? word : null;
        }

        return null;
    }
}
