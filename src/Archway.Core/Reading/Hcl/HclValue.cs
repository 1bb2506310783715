namespace Archway.Reading.Hcl;

/// <summary>An expression with all that is needed to read it: the file it stands in, and what its names mean there.</summary>
internal sealed record HclValue(SourceText Source, HclNode Node, HclScope Scope)
{
    /// <summary>Another expression of the same file.</summary>
    internal HclValue Of(HclNode node) => this with { Node = node };

    /// <summary>The member of that name, when this is an object or a body that has one.</summary>
    internal HclValue? this[string name] => Node[name] is { } member ? Of(member) : null;

    /// <summary>Its place: one line of it, a text without its quotes.</summary>
    internal SourceSpan At => Source.Span(Node.Start, FirstLine);

    /// <summary>What stands at that place.</summary>
    internal string Written => Source.Text.Substring(Node.Start, FirstLine);

    private int FirstLine
    {
        get
        {
            var line = Source.Text.AsSpan(Node.Start, Node.Length);
            if (line.IndexOf('\n') is >= 0 and var end) line = line[..end];
            return line.TrimEnd().Length;
        }
    }
}
