using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Archway.Placing.Scheduling;

namespace Archway.Planning.Files;

/// <summary>What the files of all targets write alike.</summary>
internal static class NodeText
{
    private static readonly JavaScriptEncoder Plain = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>A word in quotes, as YAML and JSON take it.</summary>
    internal static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, Plain)}\"";

    /// <summary>A word as a shell takes it.</summary>
    internal static string Shell(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>A word of a command, in quotes where a shell would make something else of it.</summary>
    internal static string Word(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':' or '=' or '@' or ',' or '+') ? text : Shell(text);

    /// <summary>Words in quotes, in brackets.</summary>
    internal static string List(IEnumerable<string> words) => $"[{string.Join(", ", words.Select(Quote))}]";

    /// <summary>Names and values in braces; those of quantities and labels alike are texts.</summary>
    internal static string Map(IEnumerable<KeyValuePair<string, string>> members) => $"{{{string.Join(", ", members.Select(one => $"{Quote(one.Key)}: {Quote(one.Value)}"))}}}";

    /// <summary>Lines, each set in by so many spaces but for the first.</summary>
    internal static string Lines(int indent, IEnumerable<string> lines) => string.Join("\n" + new string(' ', indent), lines);

    /// <summary>A taint in braces, with its effect as Kubernetes calls it, or as Amazon EKS does.</summary>
    internal static string Braced(Taint taint, bool isOfEks = false) => isOfEks
        ? $"{{Key: {Quote(taint.Key)}, Value: {Quote(ValueOf(taint))}, Effect: {EffectOfEks(taint)}}}"
        : $"{{key: {Quote(taint.Key)}, value: {Quote(ValueOf(taint))}, effect: {taint.Effect}}}";

    /// <summary>A taint for the kubelet: <c>key=value:Effect</c>.</summary>
    internal static string OfKubelet(Taint taint) => $"{taint.Key}={taint.Value}:{taint.Effect}";

    /// <summary>A number in the words of every culture.</summary>
    internal static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    // Cluster Autoscaler drops a taint of EKS that has no value.
    private static string ValueOf(Taint taint) => taint.Value.Length == 0 ? "true" : taint.Value;

    private static string EffectOfEks(Taint taint) => taint.Effect switch
    {
        "NoExecute" => "NO_EXECUTE",
        "PreferNoSchedule" => "PREFER_NO_SCHEDULE",
        _ => "NO_SCHEDULE",
    };
}
