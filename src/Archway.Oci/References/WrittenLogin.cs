using System.Text.RegularExpressions;

namespace Archway.Oci.References;

/// <summary>A login that somebody wrote where none belongs: <c>https://ann:secret@ghcr.io/acme</c>, <c>ann:secret@ghcr.io/acme</c>.</summary>
/// <remarks>What repeats a word of the user's, or of a file, asks this first; a password may hold anything, so all before the last at sign counts as one.</remarks>
public static partial class WrittenLogin
{
    private const string Hidden = "***";

    /// <summary>The word with a login, and a URL's query, left out; the word itself where it holds neither.</summary>
    public static string Hide(string word)
    {
        // A reference's digest stands behind an at sign too, and before it there may be a tag.
        var digest = WrittenDigest().Match(word);
        var body = digest.Success ? word[..digest.Index] : word;
        var start = Before().Match(body).Length;
        var scheme = Scheme().Match(body, start);
        if (scheme.Success) start += scheme.Length;

        var (at, query) = (body.LastIndexOf('@'), scheme.Success ? body.IndexOf('?', start) : -1);
        // Either may be a part of the other.
        if (query >= 0 && at > query) return body[..start] + Hidden;
        if (query >= 0) body = $"{body[..query]}?{Hidden}";
        if (at > start && (scheme.Success || IsLogin(body.AsSpan(start..at), body.AsSpan(at + 1)))) body = $"{body[..start]}{Hidden}{body[at..]}";
        return digest.Success ? body + digest.Value : body;
    }

    /// <summary>Whether the word holds a login.</summary>
    public static bool IsIn(string word) => Hide(word) != word;

    // Without a scheme: user:password@host, or a token before what can only be a host. A variable behind the at sign is a digest's or a version's.
    private static bool IsLogin(ReadOnlySpan<char> before, ReadOnlySpan<char> behind) => before.Contains(':')
        ? behind.IsEmpty || behind[0] is not ('$' or '{' or '<' or '%' or '(')
        : !before.ContainsAny('/', '=') && HostAndPath().IsMatch(behind);

    [GeneratedRegex(@"@sha(?:256|512):[0-9a-zA-Z]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex WrittenDigest();

    // An option, a format, or the registry that a mirror stands for; a scheme of this program.
    [GeneratedRegex(@"\A(?:--?[a-z-]+[:=]|[\w.-]+=|[\w.-]+:[0-9]+=(?=[A-Za-z][A-Za-z0-9+.-]*://)|(?:image|dir|file|oci|oci-archive|docker-archive):(?!//))*", RegexOptions.CultureInvariant)]
    private static partial Regex Before();

    [GeneratedRegex(@"\G[A-Za-z][A-Za-z0-9+.-]*:/{2,}", RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z]+(?::[0-9]+)?/", RegexOptions.CultureInvariant)]
    private static partial Regex HostAndPath();
}
