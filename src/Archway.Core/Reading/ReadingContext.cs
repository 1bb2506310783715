using Archway.Oci;
using Archway.Oci.References;
using Archway.Reading.Data;

namespace Archway.Reading;

/// <summary>What a format is given beside a document: the file, the tree around it, and where to put what it finds.</summary>
internal sealed class ReadingContext(SourceText source, SourceTree tree)
{
    private const int DeepestText = 5;
    private readonly HashSet<SourceSpan> _places = [];
    private readonly HashSet<(SourceSpan, ImageReference?)> _images = [];
    private readonly HashSet<int> _texts = [];
    private int _textDepth;

    internal SourceText Source { get; } = source;

    /// <summary>The files around this one; nothing outside the scanned target is ever read through it.</summary>
    internal SourceTree Tree { get; } = tree;

    internal List<ImageOccurrence> Occurrences { get; } = [];

    internal List<ImageBuild> Builds { get; } = [];

    /// <summary>What the document leads to and cannot be read, and so may name images that nobody sees.</summary>
    internal List<DataProblem> Problems { get; } = [];

    /// <summary>Reads the YAML documents in a scalar's text, once however many aliases repeat it, and texts within such texts to a depth.</summary>
    internal void ReadWithin(DataScalar text, Action<DataNode> read)
    {
        if (_textDepth == DeepestText || !_texts.Add(text.Start)) return;
        _textDepth++;
        foreach (var document in EmbeddedYaml.Read(Source, text)) read(document);
        _textDepth--;
    }

    /// <summary>The place of a scalar's value: one line of it, without its quotes.</summary>
    internal SourceSpan At(DataScalar scalar)
    {
        var (start, length) = (scalar.Start, scalar.Length);
        // A block's text begins on the line behind its mark.
        if (length > 0 && !scalar.IsPlain && Source.Text[start] is '|' or '>' && scalar.Value.Trim().Split('\n')[0] is { Length: > 0 } line)
            return At(start + 1, length - 1, line) ?? Source.Span(start, 1);
        if (length >= 2 && Source.Text[start] is '"' or '\'') (start, length) = (start + 1, length - 2);
        var lineEnd = Source.Text.IndexOf('\n', start, Math.Max(0, length));
        if (lineEnd > start && Source.Text[lineEnd - 1] == '\r') lineEnd--;
        return Source.Span(start, lineEnd < 0 ? length : lineEnd - start);
    }

    /// <summary>The place of a part of a scalar's value; of the whole where the part is written otherwise than it reads.</summary>
    internal SourceSpan At(DataScalar scalar, string part) => At(scalar.Start, scalar.Length, part) ?? At(scalar);

    private SourceSpan? At(int start, int length, string part) =>
        Source.Text.IndexOf(part, start, length, StringComparison.Ordinal) is >= 0 and var found ? Source.Span(found, part.Length) : null;

    /// <summary>Notes that the scalar names an image as it stands.</summary>
    internal void Add(DataScalar scalar, OccurrenceKind kind, string? workload = null, string? container = null) =>
        Add(scalar, Parsed.Value(scalar.Value.Trim()), kind, workload, container);

    /// <summary>Notes that the scalar names an image, by the text that it resolves to or with the reason why it does not.</summary>
    internal void Add(DataScalar scalar, Parsed<string> resolved, OccurrenceKind kind, string? workload = null, string? container = null) =>
        Add(Occurrence(At(scalar), scalar.Value, resolved, kind) with { Workload = workload, Container = container });

    /// <summary>Notes an occurrence, unless the same place was noted before: an alias brings one place into many workloads.</summary>
    internal void Add(ImageOccurrence occurrence)
    {
        if (_places.Add(occurrence.At)) Occurrences.Add(occurrence);
    }

    /// <summary>Notes the images that a scalar names by each text that it resolves to, as a matrix makes of it.</summary>
    internal void AddEach(DataScalar scalar, IEnumerable<Parsed<string>> resolved, OccurrenceKind kind, string? workload, string? container)
    {
        foreach (var text in resolved) AddOneOfSeveral(Occurrence(At(scalar), scalar.Value, text, kind) with { Workload = workload, Container = container });
    }

    /// <summary>Notes an occurrence at a place that may name several images, as one does where something is made for each item of a collection.</summary>
    internal void AddOneOfSeveral(ImageOccurrence occurrence)
    {
        if (_images.Add((occurrence.At, occurrence.Image))) Occurrences.Add(occurrence);
    }

    /// <summary>An occurrence of what a text resolves to; a placeholder left in it is the reason why it names no image.</summary>
    internal static ImageOccurrence Occurrence(SourceSpan at, string written, Parsed<string> resolved, OccurrenceKind kind)
    {
        if (!resolved.TryGetValue(out var text)) return ImageOccurrence.Unresolved(at, written, resolved.Problem!, kind);
        if (text.StartsWith("ko://", StringComparison.Ordinal))
            return ImageOccurrence.Unresolved(at, written, $"ko builds it from the Go package {text[5..]}", kind);
        return ImageReference.Read(text).Problem is not null && Placeholder.Find(text) is { } gap
            ? ImageOccurrence.Unresolved(at, written, Placeholder.Reason(gap), kind)
            : ImageOccurrence.Of(at, written, text, kind);
    }
}
