using System.Text.RegularExpressions;
using Archway.Oci.References;

namespace Archway.Cli;

/// <summary>What the user typed or set, so that no message repeats a login that stands in it by mistake.</summary>
internal sealed partial class UserWords
{
    private static readonly string[] Variables = ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "REGISTRY_AUTH_FILE", "DOCKER_CONFIG"];
    private static readonly char[] Marks = ['/', ':', '@', ',', '=', '?', '#', '&', ' ', '\'', '"', '\\'];

    // Shorter ones stand in every sentence.
    private const int ShortestPiece = 3;
    private readonly List<string> _withLogin = [];

    internal UserWords(IEnumerable<string> arguments, Surroundings surroundings)
    {
        foreach (var word in arguments) Add(word);
        foreach (var name in surroundings.VariableNames.Where(name => name.StartsWith("ARCHWAY_", StringComparison.Ordinal)).Concat(Variables))
            if (surroundings.Variable(name) is { } value) Add(value);
    }

    /// <summary>Notes one more word, such as a setting's value.</summary>
    internal void Add(string word)
    {
        if (WrittenLogin.IsIn(word)) _withLogin.Add(word);
    }

    /// <summary>The message without any login of the user's words; where a part of one is left in it, another message that says what is wrong.</summary>
    internal string Clean(string message)
    {
        foreach (var word in _withLogin) message = message.Replace(word, WrittenLogin.Hide(word), StringComparison.Ordinal);
        message = Userinfo().Replace(message, "***");
        var wrong = _withLogin.Find(word => PiecesOf(word).Any(piece => message.Contains(piece, StringComparison.OrdinalIgnoreCase)));
        return Terminal.SafeText.Clean(wrong is null
            ? message
            : $"'{WrittenLogin.Hide(wrong)}' holds a login, which has no place there; logins are those of docker login and podman login");
    }

    // A grammar may quote any stretch of a word, or unescape it.
    private static IEnumerable<string> PiecesOf(string word)
    {
        var hidden = WrittenLogin.Hide(word);
        var start = hidden.TakeWhile((letter, i) => i < word.Length && word[i] == letter).Count();
        var end = hidden.Reverse().TakeWhile((letter, i) => i < word.Length - start && word[^(i + 1)] == letter).Count();
        var secret = word[start..^end];
        var password = secret.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? secret[(colon + 1)..] : secret;
        return new[] { password, Uri.UnescapeDataString(password) }
            .SelectMany(text => text.Split(Marks).Append(text)).Where(piece => piece.Length >= ShortestPiece);
    }

    [GeneratedRegex(@"(?<=://)[^\s'""@]+(?=@)", RegexOptions.CultureInvariant)]
    private static partial Regex Userinfo();
}
