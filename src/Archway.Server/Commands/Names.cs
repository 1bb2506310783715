using System.Text.RegularExpressions;
using Archway.Oci;
using Archway.Oci.References;

namespace Archway.Server.Commands;

/// <summary>Names of things elsewhere: one that nothing can have would never match, and is refused when the server starts.</summary>
internal static partial class Names
{
    private const int LongestLabel = 63;
    private const int LongestDomain = 253;

    /// <summary>The name of a Service or a namespace (RFC 1123): <c>archway-server</c>.</summary>
    internal static Parsed<string> Label(string text) => text.Length is > 0 and <= LongestLabel && LabelForm().IsMatch(text)
        ? Parsed.Value(text) : Parsed.Problem<string>($"'{text}' is no name of Kubernetes; it has lower-case letters, digits and -, like archway-server");

    /// <summary>The name of anything else, which may have dots.</summary>
    internal static Parsed<string> Domain(string text) => text.Length is > 0 and <= LongestDomain && text.Split('.').All(LabelForm().IsMatch)
        ? Parsed.Value(text) : Parsed.Problem<string>($"'{text}' is no name of Kubernetes; it has lower-case letters, digits, - and ., like archway-server-tls");

    /// <summary>A registry's host, with its port or without: <c>registry.lan:5000</c>.</summary>
    internal static Parsed<string> Host(string text)
    {
        if (HostForm().IsMatch(text)) return Parsed.Value(text);
        var bare = Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Authority.Length > 0 ? address.Authority
            : text.Split('/')[0] is var first && HostForm().IsMatch(first) ? first : "registry.lan:5000";
        return Parsed.Problem<string>($"'{WrittenLogin.Hide(text)}' is no registry's host, and no image would match it; write it as images name it, without https:// and path: {bare}");
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex LabelForm();

    [GeneratedRegex(@"^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)(:[0-9]{1,5})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex HostForm();
}
