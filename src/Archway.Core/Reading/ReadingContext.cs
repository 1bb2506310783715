using Archway.Reading.Data;

namespace Archway.Reading;

/// <summary>What a format is given beside a document: the file, the tree around it, and where to put what it finds.</summary>
internal sealed class ReadingContext(SourceText source, SourceTree tree)
{
    internal SourceText Source { get; } = source;

    /// <summary>The files around this one; nothing outside the scanned target is ever read through it.</summary>
    internal SourceTree Tree { get; } = tree;

    internal List<ImageOccurrence> Occurrences { get; } = [];

    internal List<ImageBuild> Builds { get; } = [];

    /// <summary>The place of a scalar's value: one line of it, without its quotes.</summary>
    internal SourceSpan At(DataScalar scalar)
    {
        var (start, length) = (scalar.Start, scalar.Length);
        if (length >= 2 && Source.Text[start] is '"' or '\'') (start, length) = (start + 1, length - 2);
        var lineEnd = Source.Text.IndexOf('\n', start, Math.Max(0, length));
        return Source.Span(start, lineEnd < 0 ? length : lineEnd - start);
    }

    /// <summary>Notes that the scalar names an image as it stands.</summary>
    internal void Add(DataScalar scalar, OccurrenceKind kind, string? workload = null, string? container = null) =>
        Occurrences.Add(ImageOccurrence.Of(At(scalar), scalar.Value, scalar.Value.Trim(), kind) with { Workload = workload, Container = container });
}
