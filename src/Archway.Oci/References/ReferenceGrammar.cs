using System.Buffers;
using System.Text.RegularExpressions;
using Archway.Oci.Content;

namespace Archway.Oci.References;

/// <summary>The grammar of image references, and what Docker Hub's short names mean.</summary>
/// <remarks><see href="https://github.com/distribution/reference/blob/v0.6.0/regexp.go"/> and <c>normalize.go</c> beside it.</remarks>
internal static partial class ReferenceGrammar
{
    private const string DockerHub = "docker.io";
    private const int LongestName = 255;
    // With its port.
    private const int LongestHost = 253 + 6;
    // The host, the repository, a tag of 128, a sha512 digest of 135, and the marks between them.
    private const int LongestText = LongestHost + 1 + LongestName + 1 + 128 + 1 + 135;
    private static readonly SearchValues<char> HostMarks = SearchValues.Create(".:");

    internal static Parsed<ImageReference> Read(string? text)
    {
        if (string.IsNullOrEmpty(text)) return Parsed.Problem<ImageReference>("an image reference is empty");
        if (text.Length > LongestText) return No(text, $"it has {text.Length} characters, {LongestText} at most are allowed");

        var rest = text;
        Digest? digest = null;
        if (rest.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at)
        {
            var written = Digest.Read(rest[(at + 1)..]);
            if (!written.TryGetValue(out digest)) return No(text, written.Problem!);
            rest = rest[..at];
        }

        string? tag = null;
        // A colon after the last slash starts a tag; one before it belongs to the host's port.
        if (rest.LastIndexOf(':') is >= 0 and var colon && colon > rest.LastIndexOf('/'))
        {
            (rest, tag) = (rest[..colon], rest[(colon + 1)..]);
            if (!IsTag(tag)) return No(text, $"'{tag}' is not a tag: letters, digits, '_', '.' and '-', at most 128, not starting with '.' or '-'");
        }

        // Docker refuses these: a bare image id would be taken for a repository of Docker Hub.
        if (text.Length == 64 && text.All(char.IsAsciiHexDigitLower)) return No(text, "it is an image id, not the name of a repository");

        var (registry, repository) = Split(rest);
        if (!IsHost(registry)) return No(text, $"'{registry}' is not a registry's host");
        if (repository.Length == 0) return No(text, "it names no repository");
        if (!RepositoryPath().IsMatch(repository))
            return No(text, repository.Any(char.IsAsciiLetterUpper)
                ? $"the repository '{repository}' must be lower-case"
                : $"'{repository}' is not a repository: lower-case letters and digits, with '.', '_', '__' or '-' between them, parted by '/'");
        if (repository.Length > LongestName) return No(text[..60] + "…",
            $"its repository has {repository.Length} characters, {LongestName} at most are allowed");

        return Parsed.Value(new ImageReference(registry, repository) { Tag = tag ?? (digest is null ? "latest" : null), Digest = digest });
    }

    internal static bool IsTag(string text) => Tag().IsMatch(text);

    private static (string Registry, string Repository) Split(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : name[..slash];
        var isHost = slash >= 0 && (first.AsSpan().ContainsAny(HostMarks) || first == "localhost" || first.Any(char.IsAsciiLetterUpper));
        var (registry, repository) = isHost ? (first, name[(slash + 1)..]) : (DockerHub, name);
        // Host names are equal whatever their case; the distribution project keeps the spelling, and so asks one registry twice.
        // Only where capitals are all that marks a host must they stay, or the name would read back as one of Docker Hub.
        var lower = registry.ToLowerInvariant();
        if (lower.AsSpan().ContainsAny(HostMarks) || lower == "localhost") registry = lower;
        if (registry == "index.docker.io") registry = DockerHub;
        if (registry == DockerHub && !repository.Contains('/', StringComparison.Ordinal) && repository.Length > 0) repository = "library/" + repository;
        return (registry, repository);
    }

    // The grammar takes any colons between brackets, any number as port and labels of any length; what no address can be is refused here as well.
    private static bool IsHost(string text) => text.Length <= LongestHost && Host().IsMatch(text) && Uri.TryCreate($"https://{text}/", UriKind.Absolute, out _);

    // Why a login is none would repeat some of it.
    private static Parsed<ImageReference> No(string text, string why) => Parsed.Problem<ImageReference>(
        $"'{Shown(WrittenLogin.Hide(text))}' is not an image reference: {(WrittenLogin.IsIn(text) ? "it holds a login, which has no place there" : why)}");

    private static string Shown(string text) => text.Length > LongestText ? text[..60] + "…" : text;

    [GeneratedRegex(@"\A(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::[0-9]{1,5})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Host();

    [GeneratedRegex(@"\A[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
