using System.Collections.Immutable;
using System.Text;
using Archway.Reading.Data;

namespace Archway.Reading.Kubernetes;

/// <summary>The <c>${PARAMETERS}</c> of an OpenShift template and their default values.</summary>
/// <remarks><see href="https://docs.redhat.com/en/documentation/openshift_container_platform/4.17/html/images/using-templates"/></remarks>
internal sealed class TemplateParameters
{
    private const int LongestText = 512;
    internal static readonly TemplateParameters None = new([]);
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    internal TemplateParameters(ImmutableArray<DataNode> parameters)
    {
        foreach (var parameter in parameters)
            if (parameter["name"]?.Text is { } name && parameter["value"]?.Text is { Length: <= LongestText } value) _values[name] = value;
    }

    /// <summary>The text with the parameters that have a value filled in; one without stays as it is, and is the reason that is told.</summary>
    internal string Fill(string text) => _values.Count == 0 || text.Length > LongestText ? text : Filled(text);

    // Values are not filled themselves, so that a parameter that names itself ends here.
    private string Filled(string text)
    {
        StringBuilder filled = new();
        for (var from = 0; ;)
        {
            var open = text.IndexOf("${", from, StringComparison.Ordinal);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0) return filled.Append(text, from, text.Length - from).ToString();
            var name = text[(open + 2)..close];
            filled.Append(text, from, open - from).Append(_values.GetValueOrDefault(name) ?? text[open..(close + 1)]);
            from = close + 1;
        }
    }
}
