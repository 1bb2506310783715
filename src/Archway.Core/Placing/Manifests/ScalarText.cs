using System.Globalization;
using System.Text.RegularExpressions;
using Archway.Reading.Data;

namespace Archway.Placing.Manifests;

/// <summary>What a scalar of a manifest is once <c>kubectl</c> has made JSON of it.</summary>
internal static partial class ScalarText
{
    /// <summary>The text of a scalar; null where there is none, or it says null.</summary>
    internal static string? Of(DataNode? node) => node is DataScalar { IsNull: false } scalar ? scalar.Value : null;

    /// <summary>The whole number that a scalar is; null where it is none.</summary>
    internal static long? NumberOf(DataNode? node) =>
        node is DataScalar { IsPlain: true } scalar && long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Whether a value is there, and neither a string nor null: an API server takes none of these for a string.</summary>
    internal static bool IsNoString(DataNode? node) => node switch
    {
        null or DataScalar { IsPlain: false } or DataScalar { IsNull: true } => false,
        DataScalar { Tag: "tag:yaml.org,2002:str" } => false,
        DataScalar scalar => NoString().IsMatch(scalar.Value),
        _ => true,
    };

    // YAML 1.1, which kubectl reads.
    [GeneratedRegex(
        @"^(?:true|True|TRUE|false|False|FALSE|y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF"
        + @"|[-+]?(?:0x[0-9a-fA-F_]+|0b[01_]+|0o[0-7_]+|[0-9][0-9_]*)|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex NoString();
}
