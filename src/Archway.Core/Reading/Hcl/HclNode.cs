using System.Collections.Immutable;

namespace Archway.Reading.Hcl;

/// <summary>An expression, or a body of attributes and blocks, with its place in the original text.</summary>
/// <param name="Start">The offset of its first character in the file's text.</param>
/// <param name="Length">How many characters it takes there.</param>
internal abstract record HclNode(int Start, int Length)
{
    /// <summary>The last member of that name without labels, when this is an object or a body that has one.</summary>
    internal HclNode? this[string name] => Members.LastOrDefault(member => member.Name == name && member.Labels.IsEmpty)?.Value;

    /// <summary>The members, when this is an object or a body; none otherwise.</summary>
    internal ImmutableArray<HclMember> Members => this is HclObject all ? all.Entries : [];
}

/// <summary>A number, <c>true</c>, <c>false</c> or <c>null</c>, by its text.</summary>
internal sealed record HclLiteral(int Start, int Length, string Text) : HclNode(Start, Length);

/// <summary>A stretch of literal text within a template, its escapes resolved.</summary>
internal sealed record HclText(int Start, int Length, string Value) : HclNode(Start, Length);

/// <summary>A text in quotes or in a heredoc: literal stretches, and the expressions between them.</summary>
/// <param name="Start">The offset of its first character, behind a quote or on the first line of a heredoc.</param>
/// <param name="Length">How many characters it takes there, without its quotes or the heredoc's marks.</param>
/// <param name="Parts">The stretches and expressions in their order.</param>
internal sealed record HclTemplate(int Start, int Length, ImmutableArray<HclNode> Parts) : HclNode(Start, Length)
{
    /// <summary>What stands behind a beginning such as <c>docker://</c>; null when the text has another.</summary>
    internal HclTemplate? Behind(string beginning)
    {
        if (Parts is not [HclText { Value: var text } first, ..] || text.Length != first.Length
            || !text.StartsWith(beginning, StringComparison.Ordinal)) return null;
        var length = beginning.Length;
        return new(Start + length, Length - length, Parts.SetItem(0, new HclText(first.Start + length, first.Length - length, text[length..])));
    }
}

/// <summary>A list of expressions.</summary>
internal sealed record HclTuple(int Start, int Length, ImmutableArray<HclNode> Items) : HclNode(Start, Length);

/// <summary>An object's members, or a body's attributes and blocks: what reads images needs no difference between them.</summary>
internal sealed record HclObject(int Start, int Length, ImmutableArray<HclMember> Entries) : HclNode(Start, Length);

/// <summary>An attribute, a block or an object's element.</summary>
/// <param name="Name">The attribute's or element's name, the block's type; empty where it is itself an expression.</param>
/// <param name="Labels">What stands between a block's type and its body.</param>
/// <param name="Value">The expression, or the block's body.</param>
internal sealed record HclMember(string Name, ImmutableArray<string> Labels, HclNode Value);

/// <summary>The first word of a path: <c>var</c>, <c>local</c>, the name of a resource's type.</summary>
internal sealed record HclName(int Start, int Length, string Text) : HclNode(Start, Length);

/// <summary>A value within another: <c>var.image</c>, <c>local.images["web"]</c>.</summary>
/// <param name="Start">The offset of its first character.</param>
/// <param name="Length">How many characters it takes.</param>
/// <param name="Root">What the steps begin at.</param>
/// <param name="Steps">Names as literal stretches, indexes as the expressions they are, and <c>*</c> for a splat.</param>
internal sealed record HclPath(int Start, int Length, HclNode Root, ImmutableArray<HclNode> Steps) : HclNode(Start, Length);

/// <summary>A function's call.</summary>
internal sealed record HclCall(int Start, int Length, string Name, ImmutableArray<HclNode> Arguments) : HclNode(Start, Length);

/// <summary>One value or another: <c>condition ? yes : no</c>.</summary>
internal sealed record HclConditional(int Start, int Length, HclNode Condition, HclNode Yes, HclNode No) : HclNode(Start, Length);

/// <summary>Whether two values are equal, or unequal.</summary>
internal sealed record HclComparison(int Start, int Length, bool IsEqual, HclNode Left, HclNode Right) : HclNode(Start, Length);

/// <summary>A collection made of another's items: <c>[for key, item in items : result]</c>.</summary>
/// <param name="Start">The offset of its first character.</param>
/// <param name="Length">How many characters it takes.</param>
/// <param name="Names">What an item is called in the result: its value alone, or its key and its value.</param>
/// <param name="Items">The other collection.</param>
/// <param name="Result">What is made of each item.</param>
internal sealed record HclFor(int Start, int Length, ImmutableArray<string> Names, HclNode Items, HclNode Result) : HclNode(Start, Length);

/// <summary>An expression that can name no image by itself: arithmetic, logic, a template's directive.</summary>
internal sealed record HclOther(int Start, int Length) : HclNode(Start, Length);
