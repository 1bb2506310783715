using System.Text;
using Archway.Oci;
using Archway.Reading.Data;

namespace Archway.Reading.Ecs;

/// <summary>The values of a CloudFormation template's functions, as far as the template itself tells them.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html"/></remarks>
internal sealed class CloudFormationValues(DataNode template)
{
    // A function may hold others, and each of them many; no image needs more.
    private const int DeepestFunction = 20;
    private const int MostValues = 1000;

    private int _values;

    /// <summary>The text that a value comes to, or why it cannot be told.</summary>
    internal Parsed<string> Resolve(DataNode? node)
    {
        _values = 0;
        return Resolve(node, DeepestFunction);
    }

    /// <summary>What a value may be: both sides of an <c>Fn::If</c>, or itself.</summary>
    internal static IEnumerable<DataNode> Branches(DataNode node) =>
        Function(node) is ("If", { Items: [_, var yes, var no] }) ? Branches(yes).Concat(Branches(no)) : [node];

    /// <summary>The scalar to point at for a value: itself, or the first text of the function's argument.</summary>
    internal static DataScalar? TextOf(DataNode node) => node switch
    {
        // What stands between the texts is not yet one of them.
        _ when Function(node) is ("Join", { Items: [_, var parts] }) => TextOf(parts),
        DataScalar { IsNull: false } scalar => scalar,
        DataSequence sequence => sequence.Nodes.Select(TextOf).FirstOrDefault(scalar => scalar is { Value.Length: > 0 }),
        DataMapping mapping => mapping.Entries.Select(member => TextOf(member.Value)).FirstOrDefault(scalar => scalar is not null),
        _ => null,
    };

    private Parsed<string> Resolve(DataNode? node, int depth) => node is null ? Unknown("it has no value in this template")
        : depth == 0 || ++_values > MostValues ? Unknown("its functions hold too many others")
        : Function(node) switch
        {
            ("Ref", DataScalar name) => Parameter(name.Value, depth),
            ("Sub", DataScalar text) => Substitute(text.Value, null, depth),
            ("Sub", { Items: [DataScalar text, var variables] }) => Substitute(text.Value, variables, depth),
            ("Join", { Items: [DataScalar separator, DataSequence parts] }) => Join(separator.Value, parts, depth),
            ("FindInMap", { Items: [var map, var key, var name] }) => FindInMap(map, key, name, depth),
            ({ } function, _) => Unknown($"Fn::{function} has a value only when the stack is made"),
            _ when node is DataScalar { IsNull: false } scalar => Parsed.Value(scalar.Value),
            _ => Unknown("it is not written as a text"),
        };

    private Parsed<string> Parameter(string name, int depth)
    {
        if (name.StartsWith("AWS::", StringComparison.Ordinal)) return Unknown($"{name} has a value only when the stack is made");
        if (template["Parameters"]?[name] is { } parameter)
            return parameter["Default"] is DataScalar { Value: var value } ? Parsed.Value(value) : Unknown($"the parameter {name} has no default");
        return template["Resources"]?[name] is not null
            ? Unknown($"{name} is a resource, whose name is known only when the stack is made")
            : Unknown($"no parameter is called {name}");
    }

    private Parsed<string> Substitute(string text, DataNode? variables, int depth)
    {
        StringBuilder result = new();
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf("${", at, StringComparison.Ordinal);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0) return Parsed.Value(result.Append(text, at, text.Length - at).ToString());
            result.Append(text, at, open - at);
            at = close + 1;
            var name = text[(open + 2)..close].Trim();
            if (name is ['!', ..])
            {
                result.Append("${").Append(name, 1, name.Length - 1).Append('}');
                continue;
            }

            var value = variables?[name] is { } own ? Resolve(own, depth - 1)
                : name.Contains('.', StringComparison.Ordinal) ? Unknown($"{name} has a value only when the stack is made")
                : Parameter(name, depth);
            if (!value.TryGetValue(out var filled)) return value;
            result.Append(filled);
        }

        return Parsed.Value(result.ToString());
    }

    private Parsed<string> Join(string separator, DataSequence parts, int depth)
    {
        List<string> texts = [];
        foreach (var part in parts.Nodes)
        {
            var value = Resolve(part, depth - 1);
            if (!value.TryGetValue(out var text)) return value;
            texts.Add(text);
        }

        return Parsed.Value(string.Join(separator, texts));
    }

    private Parsed<string> FindInMap(DataNode map, DataNode key, DataNode name, int depth)
    {
        string[] path = ["", "", ""];
        foreach (var (i, step) in ((DataNode[])[map, key, name]).Index())
        {
            var value = Resolve(step, depth - 1);
            if (!value.TryGetValue(out var text)) return value;
            path[i] = text;
        }

        return template["Mappings"]?[path[0]]?[path[1]]?[path[2]] is DataScalar found
            ? Parsed.Value(found.Value)
            : Unknown($"the mapping {path[0]} has no {path[1]}.{path[2]}");
    }

    /// <summary>A function's short name and its argument, of <c>!Sub text</c> and of <c>Fn::Sub: text</c>.</summary>
    private static (string? Name, DataNode? Argument) Function(DataNode node)
    {
        if (node.Tag is ['!', not '!', ..] and var tag) return (tag[1..], node);
        if (node is not DataMapping { Entries: [var only] }) return (null, null);
        return only.Key.Value == "Ref" ? ("Ref", only.Value)
            : only.Key.Value.StartsWith("Fn::", StringComparison.Ordinal) ? (only.Key.Value[4..], only.Value)
            : (null, null);
    }

    private static Parsed<string> Unknown(string why) => Parsed.Problem<string>(why);
}
