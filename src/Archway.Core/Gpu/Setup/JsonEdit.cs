using System.Text;
using System.Text.Json;
using Archway.Oci;
using Archway.Reading.Data;

namespace Archway.Gpu.Setup;

/// <summary>Sets one value of a file of JSON and leaves every other character as it is.</summary>
internal static class JsonEdit
{
    private const string DefaultUnit = "    ";

    /// <summary>The text in which the value is set; the very same text where something stands there that <paramref name="isSound"/> takes.</summary>
    /// <param name="text">The file's text; empty for a file that is not there.</param>
    /// <param name="path">The names on the way to the value.</param>
    /// <param name="value">The value, as JSON on one line.</param>
    /// <param name="isSound">Whether what stands there may stay.</param>
    internal static Parsed<string> Set(string text, IReadOnlyList<string> path, string value, Func<DataNode, bool> isSound)
    {
        if (string.IsNullOrWhiteSpace(text)) text = "{}\n";
        if (Problem(text) is { } problem) return Parsed.Problem<string>(problem);
        if (JsonReader.ReadDocuments(new("", text), new List<DataProblem>()).FirstOrDefault() is not DataMapping at) return Parsed.Problem<string>("it is JSON, and no object");
        for (var i = 0; i < path.Count; i++)
        {
            if (at.Find(path[i]) is not { Value: var next }) return Parsed.Value(Insert(text, at, path[i], Nested(path, i + 1, value)));
            if (i == path.Count - 1 && isSound(next)) return Parsed.Value(text);
            if (i == path.Count - 1 || next is DataScalar { IsNull: true }) return Parsed.Value(text[..next.Start] + Nested(path, i + 1, value) + text[(next.Start + next.Length)..]);
            if (next is not DataMapping below) return Parsed.Problem<string>($"{string.Join('.', path.Take(i + 1))} is no object there");
            at = below;
        }

        return Parsed.Value(text);
    }

    /// <summary>Why a program that reads JSON strictly refuses a text; null where it takes it.</summary>
    internal static string? Problem(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new() { MaxDepth = 64 });
            return null;
        }
        catch (JsonException e)
        {
            return string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"line {(e.LineNumber ?? 0) + 1} is not JSON, which has neither comments nor a comma behind the last member; mend it first, since the engine does not start with it");
        }
    }

    private static string Nested(IReadOnlyList<string> path, int from, string value)
    {
        StringBuilder nested = new();
        for (var i = from; i < path.Count; i++) nested.Append("{\"").Append(JsonEncodedText.Encode(path[i]).Value).Append("\": ");
        return nested.Append(value).Append('}', path.Count - from).ToString();
    }

    private static string Insert(string text, DataMapping into, string name, string value)
    {
        var end = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var unit = UnitOf(text);
        var (open, close) = (into.Start, into.Start + into.Length - 1);
        var isOnOneLine = text.AsSpan(open, close - open).IndexOf('\n') < 0;
        var member = $"\"{JsonEncodedText.Encode(name)}\": ";
        if (into.Entries is [.., var last])
        {
            var behind = last.Value.Start + last.Value.Length;
            if (isOnOneLine) return $"{text[..behind]}, {member}{value}{text[behind..]}";
            var indent = IndentAt(text, into.Entries[0].Key.Start) ?? IndentAt(text, open) + unit;
            return $"{text[..behind]},{end}{indent}{member}{Spread(value, indent, unit, end)}{text[behind..]}";
        }

        var outer = IndentOfLine(text, open);
        return $"{text[..(open + 1)]}{end}{outer}{unit}{member}{Spread(value, outer + unit, unit, end)}{end}{outer}{text[close..]}";
    }

    /// <summary>The value over several lines where it has members.</summary>
    private static string Spread(string value, string indent, string unit, string end)
    {
        using var document = JsonDocument.Parse(value);
        if (document.RootElement.ValueKind != JsonValueKind.Object) return value;
        var members = document.RootElement.EnumerateObject().Select(member => $"{indent}{unit}\"{JsonEncodedText.Encode(member.Name)}\": {Spread(member.Value.GetRawText(), indent + unit, unit, end)}").ToArray();
        return members.Length == 0 ? "{}" : $"{{{end}{string.Join("," + end, members)}{end}{indent}}}";
    }

    // What the first member of the file is indented by.
    private static string UnitOf(string text)
    {
        var line = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        var length = line == 0 ? 0 : text.AsSpan(line).IndexOfAnyExcept(' ', '\t');
        return length > 0 ? text.Substring(line, length) : DefaultUnit;
    }

    private static string? IndentAt(string text, int start)
    {
        var line = start == 0 ? 0 : text.LastIndexOf('\n', start - 1) + 1;
        return text.AsSpan(line, start - line).IndexOfAnyExcept(' ', '\t') < 0 ? text[line..start] : null;
    }

    private static string IndentOfLine(string text, int start)
    {
        var line = start == 0 ? 0 : text.LastIndexOf('\n', start - 1) + 1;
        return text.AsSpan(line, start - line).IndexOfAnyExcept(' ', '\t') is >= 0 and var length ? text.Substring(line, length) : text[line..start];
    }
}
