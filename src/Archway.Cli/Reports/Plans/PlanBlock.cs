using System.Collections.Immutable;

namespace Archway.Cli.Reports.Plans;

/// <summary>A part of a plan's text, which each format writes in its own way.</summary>
internal abstract record PlanBlock
{
    private PlanBlock() { }

    /// <summary>A heading, of level 1 to 3.</summary>
    internal sealed record Heading(int Level, string Text) : PlanBlock;

    /// <summary>A paragraph.</summary>
    internal sealed record Paragraph(string Text) : PlanBlock;

    /// <summary>A list, of steps in their order or of things in none.</summary>
    internal sealed record Items(ImmutableArray<string> Texts, bool IsOrdered = false) : PlanBlock;

    /// <summary>A table; the first cell of a row is a name.</summary>
    internal sealed record Table(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<string>> Rows) : PlanBlock;
}
