using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Gpu.Cdi;

/// <summary>The fields of one object of a file, read as strictly as the reference library reads them: an unknown one is an error.</summary>
internal sealed partial class CdiFields
{
    private readonly SourceText _source;
    private readonly ICollection<CdiProblem> _problems;
    private readonly string _pointer;
    private readonly Dictionary<string, DataNode> _values = new(StringComparer.Ordinal);

    private CdiFields(SourceText source, ICollection<CdiProblem> problems, string pointer, DataNode node) =>
        (_source, _problems, _pointer, At) = (source, problems, pointer, PlaceOf(source, pointer, node));

    /// <summary>Where the object stands.</summary>
    internal CdiPlace At { get; }

    /// <summary>Reads an object; one that is none has no fields, and that is told.</summary>
    internal static CdiFields Of(SourceText source, ICollection<CdiProblem> problems, string pointer, DataNode node, params ReadOnlySpan<string> known)
    {
        CdiFields fields = new(source, problems, pointer, node);
        if (node is not DataMapping) fields.Refuse(pointer, node, $"expected an object, not {Shape(node)}");
        foreach (var member in node.Members) fields.Take(member, known);
        return fields;
    }

    internal string Text(string name) => _values.TryGetValue(name, out var value) ? TextOf(Below(name), value) : "";

    internal CdiPlace PlaceOf(string name) => _values.TryGetValue(name, out var value) ? PlaceOf(_source, Below(name), value) : At with { JsonPointer = Below(name) };

    internal ImmutableArray<CdiText> Texts(string name) => [.. Items(name).Select(item => new CdiText(TextOf(item.Pointer, item.Node), PlaceOf(_source, item.Pointer, item.Node)))];

    internal bool Has(string name) => _values.TryGetValue(name, out var value) && value is not DataScalar { IsNull: true };

    internal IEnumerable<(string Pointer, DataNode Node)> Items(string name)
    {
        if (!Has(name)) return [];
        var value = _values[name];
        if (value is not DataSequence) Refuse(Below(name), value, $"expected a list, not {Shape(value)}");
        return value.Items.Select((item, i) => ($"{Below(name)}/{i}", item));
    }

    internal (string Pointer, DataNode Node)? Object(string name) => Has(name) ? (Below(name), _values[name]) : null;

    internal ImmutableArray<KeyValuePair<string, string>> Map(string name)
    {
        if (!Has(name)) return [];
        var value = _values[name];
        if (value is not DataMapping) Refuse(Below(name), value, $"expected an object, not {Shape(value)}");
        return [.. value.Members.Select(member => KeyValuePair.Create(member.Key.Value, TextOf($"{Below(name)}/{Escaped(member.Key.Value)}", member.Value)))];
    }

    internal bool Truth(string name)
    {
        if (!Has(name)) return false;
        if (_values[name] is DataScalar { IsPlain: true, Value: "true" or "True" or "TRUE" or "false" or "False" or "FALSE" } truth) return truth.Value[0] is 't' or 'T';
        Refuse(Below(name), _values[name], $"expected true or false, not {Shape(_values[name])}");
        return false;
    }

    internal long? Number(string name, long least, long most) => Has(name) ? NumberOf(Below(name), _values[name], least, most) : null;

    internal ImmutableArray<long> Numbers(string name, long least, long most) => [.. Items(name).Select(item => NumberOf(item.Pointer, item.Node, least, most)).OfType<long>()];

    private long? NumberOf(string pointer, DataNode node, long least, long most)
    {
        if (node is not DataScalar { IsPlain: true } scalar || Whole(scalar.Value) is not { } number)
        {
            Refuse(pointer, node, $"expected a whole number, not {Shape(node)}");
            return null;
        }

        if (number < least || number > most) Refuse(pointer, node, $"{number} is not between {least} and {most}");
        else if (Octal().IsMatch(scalar.Value)) Warn(pointer, node, $"{scalar.Value} is {number} to readers of YAML 1.1, which take it for octal, and {scalar.Value.TrimStart('0')} to those of 1.2; write {number}");
        return (long)number;
    }

    private string TextOf(string pointer, DataNode node)
    {
        if (node is not DataScalar scalar)
        {
            Refuse(pointer, node, $"expected a string, not {Shape(node)}");
            return "";
        }

        if (scalar.IsNull) return "";
        if (scalar.IsPlain && NotAString().IsMatch(scalar.Value))
            Warn(pointer, node, $"{scalar.Value} without quotes is a number, a boolean or a date to some readers; write \"{scalar.Value}\"");
        return scalar.Value;
    }

    private void Take(DataMember member, ReadOnlySpan<string> known)
    {
        var name = member.Key.Value;
        if (!known.Contains(name))
        {
            // Go's JSON finds a field whatever the case of its letters, and other readers do not.
            var meant = known.ToArray().FirstOrDefault(field => field.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (meant is null)
            {
                var near = Spelling.Nearest(name, known.ToArray());
                Refuse(Below(name), member.Key, $"json: unknown field \"{name}\"{(name is "enableCMT" or "enableMBM" ? "; version 1.1.0 dropped it" : near is not null ? $"; did you mean {near}?" : "; strict readers refuse the whole file for it")}");
                return;
            }

            Warn(Below(name), member.Key, $"{name} is found only by readers that pass over the case of letters; write {meant}");
            name = meant;
        }

        if (!_values.TryAdd(name, member.Value)) Refuse(Below(name), member.Key, $"key \"{name}\" already set in map; leave one of them");
    }

    private void Refuse(string pointer, DataNode node, string message) => Tell(CdiLevel.Error, pointer, node, message);

    private void Warn(string pointer, DataNode node, string message) => Tell(CdiLevel.Warning, pointer, node, message);

    private void Tell(CdiLevel level, string pointer, DataNode node, string message)
    {
        if (_problems.Count < CdiFile.MostProblems) _problems.Add(new(level, PlaceOf(_source, pointer, node), message));
    }

    private string Below(string name) => $"{_pointer}/{Escaped(name)}";

    private static string Escaped(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static CdiPlace PlaceOf(SourceText source, string pointer, DataNode node) => new(pointer, source.Span(node.Start, 0).Line);

    private static string Shape(DataNode node) => node switch
    {
        DataMapping => "an object",
        DataSequence => "a list",
        DataScalar { IsNull: true } => "nothing",
        DataScalar { IsPlain: false } => $"the text \"{((DataScalar)node).Value}\"",
        _ => ((DataScalar)node).Value,
    };

    private static Int128? Whole(string text)
    {
        if (Octal().IsMatch(text)) return text.TrimStart('0') is { Length: < 20 } octal && octal.All(c => c < '8') ? octal.Aggregate((Int128)0, (sum, c) => (sum * 8) + (c - '0')) : null;
        return text.Length < 24 && Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    [GeneratedRegex("^0[0-9]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Octal();

    // https://yaml.org/type/: what a reader of YAML 1.1 makes something else of, 0:1 and yes among them.
    [GeneratedRegex(
        "^([-+]?(0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*(:[0-5]?[0-9])*(\\.[0-9_]*)?([eE][-+]?[0-9]+)?|\\.[0-9_]+([eE][-+]?[0-9]+)?|\\.(inf|Inf|INF))|\\.(nan|NaN|NAN)"
        + "|y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?)$",
        RegexOptions.NonBacktracking)]
    private static partial Regex NotAString();
}
