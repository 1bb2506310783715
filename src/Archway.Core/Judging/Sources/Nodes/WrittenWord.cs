using System.Text.RegularExpressions;
using Archway.Judging.Sources.Clouds;
using Archway.Judging.Sources.Data;
using Archway.Reading;
using Archway.Reading.Data;
using Archway.Reading.Hcl;

namespace Archway.Judging.Sources.Nodes;

/// <summary>A text that is written out in a source, whatever its language, and its place.</summary>
/// <param name="Value">The text.</param>
/// <param name="Start">The offset of its first character.</param>
/// <param name="Length">How many characters it takes.</param>
internal sealed partial record WrittenWord(string Value, int Start, int Length)
{
    // The words are those of labels, tags and machines; a script is read as what it is.
    private const int Longest = 512;

    /// <summary>Where the text itself stands, without quotes; null where it is written otherwise than it reads.</summary>
    private (int Start, int Length)? Inside { get; init; }

    /// <summary>Whether it is written without quotes, so that not every text may stand there.</summary>
    private bool IsPlain { get; init; }

    /// <summary>The word that a value of YAML or JSON is; null where a function or a template makes it.</summary>
    internal static WrittenWord? Of(SourceText source, DataNode? node) =>
        CloudResource.Written(node) is { Value.Length: <= Longest } scalar && !scalar.Value.Contains("${", StringComparison.Ordinal)
        && (!scalar.Value.Contains("{{", StringComparison.Ordinal) || scalar.Value.StartsWith("{{resolve:ssm:", StringComparison.Ordinal))
            ? new(scalar.Value, scalar.Start, scalar.Length) { Inside = DataText.Inside(source, scalar), IsPlain = scalar.IsPlain }
            : null;

    /// <summary>The word that a key of YAML or JSON is.</summary>
    internal static WrittenWord OfKey(DataScalar key) => new(key.Value, key.Start, key.Length);

    /// <summary>The word that an expression of HCL is; null where anything has to be worked out.</summary>
    internal static WrittenWord? Of(HclNode? expression) => TerraformResource.Written(expression) is { Value.Length: <= Longest } text
        ? new(text.Value, text.Start, text.Length) { Inside = (text.Start, text.Length) }
        : expression is HclTemplate { Parts.IsEmpty: true } empty ? new("", empty.Start, empty.Length) { Inside = (empty.Start, empty.Length) } : null;

    /// <summary>Puts another text there; null where it would have to be written anew.</summary>
    internal Edit? Replace(SourceText source, string with) => Inside is var (start, length)
        ? Edit.Of(source, start, length, IsPlain && !NeedsNoQuotes().IsMatch(with) ? $"\"{with}\"" : with) : null;

    // A word that YAML 1.1 takes for a text: neither a number nor one of those that mean yes, no or nothing.
    [GeneratedRegex("^(?!(?:true|false|yes|no|on|off|null|y|n)\\z)[a-z][a-z0-9_-]*\\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex NeedsNoQuotes();
}
