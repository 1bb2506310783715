using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Archway.Oci;

namespace Archway.Reading.Hcl;

/// <summary>What an expression comes to, as far as the sources tell it.</summary>
internal sealed class HclEvaluation
{
    // Values may lead to others, and each of them to many; no image needs more.
    private const int Deepest = 20;
    private const int MostSteps = 1000;
    private const int LongestText = 4096;

    private int _steps;

    /// <summary>The text that an expression comes to, or why it cannot be told.</summary>
    internal static Parsed<string> Text(HclValue value) => new HclEvaluation().Text(value, Deepest);

    /// <summary>The expression that another leads to: what a variable holds, what a condition selects; itself where it leads nowhere.</summary>
    internal static Parsed<HclValue> Follow(HclValue value) => new HclEvaluation().Follow(value, Deepest);

    /// <summary>What a value may be: both sides of a condition that the sources do not decide, or itself.</summary>
    internal static IEnumerable<HclValue> Branches(HclValue value) => new HclEvaluation().Branches(value, Deepest);

    private IEnumerable<HclValue> Branches(HclValue value, int depth) =>
        depth > 0 && Follow(value, depth).Value is { Node: HclConditional either } found
            ? Branches(found.Of(either.Yes), depth - 1).Concat(Branches(found.Of(either.No), depth - 1))
            : [value];

    private Parsed<HclValue> Follow(HclValue value, int depth)
    {
        if (depth == 0 || ++_steps > MostSteps) return Unknown<HclValue>("its values lead to each other, or to too many others");
        return value.Node switch
        {
            HclTemplate { Parts: [not (HclText or HclOther) and var only] } => Follow(value.Of(only), depth - 1),
            HclName name => Found(value, name.Text, [], depth),
            HclPath { Root: HclName name } path => Found(value, name.Text, path.Steps, depth),
            HclPath path => Follow(value.Of(path.Root), depth - 1) is { Value: { } root } ? Step(root, path.Steps, depth) : WorkedOut<HclValue>(value),
            HclConditional either when Decide(value.Of(either.Condition), depth) is { } isMet => Follow(value.Of(isMet ? either.Yes : either.No), depth - 1),
            HclCall { Name: "tostring" or "tolist" or "toset" or "tomap" or "trimspace" or "nonsensitive" or "sensitive", Arguments: [var only] } =>
                Follow(value.Of(only), depth - 1),
            HclCall { Name: "lookup", Arguments: [var map, var key, ..] } => Lookup(value, map, key, depth),
            HclCall { Name: "coalesce", Arguments: var several } => First(value, several, depth),
            _ => Parsed.Value(value),
        };
    }

    private Parsed<HclValue> Found(HclValue value, string name, ImmutableArray<HclNode> steps, int depth)
    {
        var found = value.Scope.Find(name, steps, value.Source);
        if (found.Value is null) return Unknown<HclValue>(found.Reason!);
        var followed = Follow(found.Value, depth - 1);
        // An index may be an expression of this place, whatever the value's own place is.
        return found.Steps == steps.Length || !followed.TryGetValue(out var whole) ? followed
            : Step(whole, [.. steps.Skip(found.Steps).Select(step => Literal(value.Of(step), depth))], depth);
    }

    private Parsed<HclValue> Step(HclValue value, ImmutableArray<HclNode> steps, int depth)
    {
        foreach (var step in steps)
        {
            if (Text(value.Of(step), depth - 1) is not { Value: { } name }) return WorkedOut<HclValue>(value);
            var part = value.Node switch
            {
                HclObject all => all[name],
                HclTuple list when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < list.Items.Length => list.Items[at],
                _ => null,
            };
            if (part is null) return Unknown<HclValue>($"no value is written for '{name}'");
            if (!Follow(value.Of(part), depth - 1).TryGetValue(out var next)) return Follow(value.Of(part), depth - 1);
            value = next;
        }
        return Parsed.Value(value);
    }

    private HclNode Literal(HclValue step, int depth) =>
        step.Node is not HclText && Text(step, depth - 1) is { Value: { } text } ? new HclText(step.Node.Start, step.Node.Length, text) : step.Node;

    private Parsed<HclValue> Lookup(HclValue call, HclNode map, HclNode key, int depth)
    {
        if (Follow(call.Of(map), depth - 1) is not { Value: { Node: HclObject } whole } || Text(call.Of(key), depth - 1) is not { Value: { } name })
            return WorkedOut<HclValue>(call);
        if (whole.Node[name] is { } found) return Follow(whole.Of(found), depth - 1);
        return ((HclCall)call.Node).Arguments is [_, _, var other, ..]
            ? Follow(call.Of(other), depth - 1)
            : Unknown<HclValue>($"no value is written for '{name}'");
    }

    /// <summary>The first that is neither null nor empty; whatever stands behind one that is unknown is unknown too.</summary>
    private Parsed<HclValue> First(HclValue call, ImmutableArray<HclNode> several, int depth)
    {
        foreach (var one in several)
        {
            var found = Follow(call.Of(one), depth - 1);
            if (!found.TryGetValue(out var value) || value.Node is not (HclLiteral { Text: "null" } or HclTemplate { Parts: [] })) return found;
        }
        return Unknown<HclValue>("all that it may be is empty");
    }

    /// <summary>Whether a condition is met; null when the sources do not tell.</summary>
    private bool? Decide(HclValue condition, int depth)
    {
        if (Follow(condition, depth - 1).Value is not { } found) return null;
        if (found.Node is HclLiteral { Text: "true" or "false" } literal) return literal.Text == "true";
        if (found.Node is not HclComparison comparison) return null;
        var (left, right) = (Comparable(found.Of(comparison.Left), depth), Comparable(found.Of(comparison.Right), depth));
        return left is null || right is null ? null : left == right == comparison.IsEqual;
    }

    private string? Comparable(HclValue value, int depth) =>
        Follow(value, depth - 1).Value is not { } found ? null
            : found.Node is HclLiteral { Text: "null" } ? "\0null"
            : Text(found, depth - 1).Value;

    private Parsed<string> Text(HclValue value, int depth)
    {
        var followed = Follow(value, depth);
        if (!followed.TryGetValue(out var found)) return Unknown<string>(followed.Problem!);
        return found.Node switch
        {
            HclText text => Parsed.Value(text.Value),
            HclLiteral { Text: "null" } => Unknown<string>("it is null unless somebody sets it"),
            HclLiteral literal => Parsed.Value(literal.Text),
            HclTemplate template => Join("", found, template.Parts, depth),
            HclCall { Name: "join", Arguments: [var separator, var list] }
                when Follow(found.Of(list), depth - 1) is { Value: { Node: HclTuple items } several } =>
                Text(found.Of(separator), depth - 1) is { Value: { } between } ? Join(between, several, items.Items, depth) : WorkedOut<string>(found),
            HclCall { Name: "format", Arguments: [var form, .. var arguments] } => Format(found, form, arguments, depth),
            HclCall call => Unknown<string>($"{call.Name}() has a value only when {found.Scope.Tool} runs"),
            HclConditional => Unknown<string>($"it depends on a condition that is known only when {found.Scope.Tool} runs"),
            HclTuple or HclObject => Unknown<string>("it is not written as a text"),
            _ => WorkedOut<string>(found),
        };
    }

    private Parsed<string> Join(string separator, HclValue whole, ImmutableArray<HclNode> parts, int depth)
    {
        StringBuilder text = new();
        foreach (var (i, part) in parts.Index())
        {
            var value = part is HclOther ? WorkedOut<string>(whole) : Text(whole.Of(part), depth - 1);
            if (!value.TryGetValue(out var more)) return value;
            text.Append(i == 0 ? "" : separator).Append(more);
            if (text.Length > LongestText) return Unknown<string>($"its values make it longer than {LongestText} characters");
        }
        return Parsed.Value(text.ToString());
    }

    /// <summary>A text with <c>%s</c>, <c>%d</c> and <c>%v</c> in it; no other form comes to an image.</summary>
    private Parsed<string> Format(HclValue call, HclNode form, ImmutableArray<HclNode> arguments, int depth)
    {
        if (Text(call.Of(form), depth - 1) is not { Value: { } pattern }) return WorkedOut<string>(call);
        StringBuilder text = new();
        var next = 0;
        for (var at = 0; at < pattern.Length; at++)
        {
            if (pattern[at] != '%')
            {
                text.Append(pattern[at]);
                continue;
            }
            if (++at >= pattern.Length || pattern[at] is not ('s' or 'd' or 'v') || next >= arguments.Length) return WorkedOut<string>(call);
            var value = Text(call.Of(arguments[next++]), depth - 1);
            if (!value.TryGetValue(out var argument)) return value;
            if (text.Append(argument).Length > LongestText) return Unknown<string>($"its values make it longer than {LongestText} characters");
        }
        return Parsed.Value(text.ToString());
    }

    private static Parsed<T> WorkedOut<T>(HclValue value) where T : class => Unknown<T>($"it is worked out only when {value.Scope.Tool} runs");

    private static Parsed<T> Unknown<T>(string why) where T : class => Parsed.Problem<T>(why);
}
