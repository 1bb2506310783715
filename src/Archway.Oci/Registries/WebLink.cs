using System.Text;

namespace Archway.Oci.Registries;

/// <summary>One link of a <c>Link</c> header.</summary>
/// <remarks><see href="https://www.rfc-editor.org/rfc/rfc8288#section-3"/>, and its appendix B.2, which says how much disorder is borne.</remarks>
/// <param name="Target">Where it leads; it may be relative.</param>
/// <param name="Parameters">What it says of that; of a name that stands twice the first counts.</param>
internal sealed record WebLink(string Target, IReadOnlyDictionary<string, string> Parameters)
{
    private const string Spaces = " \t";
    private const string Between = " \t,";

    /// <summary>Whether it leads from what was asked for to <paramref name="relation"/>, such as <c>next</c>.</summary>
    /// <remarks>A link with an anchor leads from something else.</remarks>
    internal bool Is(string relation) => !Parameters.ContainsKey("anchor") && Parameters.TryGetValue("rel", out var relations)
        && relations.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Contains(relation, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the links of one header line.</summary>
    /// <exception cref="FormatException">What comes next is no link; those before it have been told.</exception>
    internal static IEnumerable<WebLink> Read(string header)
    {
        for (var at = Skip(header, 0, Between); at < header.Length; at = Skip(header, at, Between))
        {
            if (header[at] != '<' || header.IndexOf('>', at) is not (> 0 and var end))
                throw new FormatException("its Link header holds something that is no link");
            var target = header[(at + 1)..end].Trim();
            at = end + 1;
            yield return new(target, ReadParameters(header, ref at));
        }
    }

    private static Dictionary<string, string> ReadParameters(string header, ref int at)
    {
        Dictionary<string, string> parameters = new(StringComparer.OrdinalIgnoreCase);
        while (true)
        {
            at = Skip(header, at, Spaces);
            if (at >= header.Length || header[at] != ';') return parameters;
            at = Skip(header, at, " \t;");
            var name = Word(header, ref at, ";,=");
            at = Skip(header, at, Spaces);
            var value = "";
            if (at < header.Length && header[at] == '=')
            {
                at = Skip(header, at + 1, Spaces);
                value = at < header.Length && header[at] == '"' ? Quoted(header, ref at) : Word(header, ref at, ";,");
            }

            if (name.Length > 0) parameters.TryAdd(name, value);
        }
    }

    private static int Skip(string text, int at, string what)
    {
        while (at < text.Length && what.Contains(text[at], StringComparison.Ordinal)) at++;
        return at;
    }

    private static string Word(string text, ref int at, string ends)
    {
        var start = at;
        while (at < text.Length && !ends.Contains(text[at], StringComparison.Ordinal)) at++;
        return text[start..at].Trim();
    }

    // One that is not closed goes on to the end.
    private static string Quoted(string text, ref int at)
    {
        StringBuilder value = new();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length) at++;
            value.Append(text[at]);
        }

        at++;
        return value.ToString();
    }
}
