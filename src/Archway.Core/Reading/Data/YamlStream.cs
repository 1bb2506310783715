using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Archway.Reading.Data;

/// <summary>One run of the parser over a part of a text, up to its end or to what it cannot read.</summary>
/// <param name="text">The whole text.</param>
/// <param name="start">Where the part begins.</param>
/// <param name="end">Where it ends.</param>
/// <param name="loose">What the parser is given in place of that part: the same in another form, of the same length.</param>
internal sealed class YamlStream(string text, int start, int end, string? loose = null)
{
    private readonly Parser _parser = new(loose is null ? new TextWindow(text, start, end) : new StringReader(loose));
    private int _read;
    private readonly NodeStack<DataNode> _nodes = new();
    private readonly NodeStack<DataMember> _members = new();
    private readonly Dictionary<string, Anchored> _anchors = new(StringComparer.Ordinal);
    private int _count;
    private int _aliased;

    /// <summary>Where each value is told that an alias or a merge key repeats; null where nobody asks.</summary>
    internal ICollection<DataNode>? Repeated { get; init; }

    /// <summary>Whether reading stopped before the end.</summary>
    internal bool IsBroken { get; private set; }

    /// <summary>Whether it stopped at what the parser does not take for YAML, and not at a bound of ours.</summary>
    internal bool IsRefused { get; private set; }

    /// <summary>How far the text was read, in characters of the whole text.</summary>
    internal int Position => start + _read;

    /// <summary>The next document; null after the last.</summary>
    /// <exception cref="DataException">The document cannot be read, and neither can this run go on.</exception>
    internal DataNode? ReadDocument()
    {
        try
        {
            return Read();
        }
        // The parser has its own exception, but lets those of the runtime pass for an escape such as "\UFFFFFFFF".
        catch (Exception e) when (e is YamlException or ArgumentException or InvalidOperationException)
        {
            IsRefused = true;
            throw Broken(new((int?)(e as YamlException)?.Start.Index + start ?? Position, Sentence(e)));
        }
        catch (DataException e)
        {
            throw Broken(e);
        }
    }

    private DataException Broken(DataException problem)
    {
        IsBroken = true;
        return problem;
    }

    private DataNode? Read()
    {
        _anchors.Clear();
        (_count, _aliased) = (0, 0);
        while (Move() is not StreamEnd)
        {
            if (_parser.Current is not DocumentStart) continue;
            Move();
            return Build(0, out _);
        }
        return null;
    }

    private ParsingEvent Move()
    {
        if (!_parser.MoveNext()) throw new DataException(Position, "the text ends within a document");
        _read = Math.Clamp((int)_parser.Current!.End.Index, _read, end - start);
        return _parser.Current;
    }

    /// <summary>Builds the value that the current event begins; <paramref name="height"/> is how deep it nests.</summary>
    private DataNode Build(int depth, out int height)
    {
        var first = _parser.Current!;
        if (depth > DataLimits.Depth) throw TooDeep(first);
        Count(1, first);
        if (first is AnchorAlias alias) return Follow(alias, depth, out height);

        var before = _count;
        DataNode node;
        switch (first)
        {
            case Scalar scalar:
                node = Scalar(scalar);
                height = 0;
                Count(scalar.Value.Length / DataLimits.CharactersPerNode, first);
                break;
            case SequenceStart sequence:
                node = Sequence(sequence, depth, out height);
                break;
            case MappingStart mapping:
                node = Mapping(mapping, depth, out height);
                break;
            default:
                throw new DataException(Position, "a value is expected here");
        }
        if (first is NodeEvent { Anchor.IsEmpty: false } named) _anchors[named.Anchor.Value] = new(node, _count - before + 1, height);
        return node;
    }

    /// <summary>The value an alias stands for: the same node, but counted again, because whoever walks the document meets it again.</summary>
    private DataNode Follow(AnchorAlias alias, int depth, out int height)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var anchored))
            throw new DataException(Offset(alias.Start), $"there is no anchor '&{alias.Value.Value}' before this alias");
        height = anchored.Height;
        if (depth + height > DataLimits.Depth) throw TooDeep(alias);
        if ((_aliased += anchored.Size) > DataLimits.AliasedNodes)
            throw new DataException(Offset(alias.Start), $"the document has more than {DataLimits.AliasedNodes} values through its aliases");
        Count(anchored.Size, alias);
        Repeated?.Add(anchored.Node);
        return anchored.Node;
    }

    private DataScalar Scalar(Scalar scalar)
    {
        var from = ValueStart(scalar);
        return new(from, Math.Clamp(Offset(scalar.End), from, end) - from, scalar.Value, scalar.Style == ScalarStyle.Plain) { Tag = Tag(scalar) };
    }

    private DataSequence Sequence(SequenceStart sequence, int depth, out int height)
    {
        var (from, bottom) = (ValueStart(sequence), _nodes.Count);
        height = 0;
        while (Move() is not SequenceEnd)
        {
            _nodes.Push(Build(depth + 1, out var below));
            height = Math.Max(height, below + 1);
        }
        return new(from, LengthTo(_parser.Current!, from, sequence.Style == SequenceStyle.Flow), _nodes.PopDownTo(bottom)) { Tag = Tag(sequence) };
    }

    private DataMapping Mapping(MappingStart mapping, int depth, out int height)
    {
        var (from, bottom) = (ValueStart(mapping), _members.Count);
        List<DataNode>? merges = null;
        height = 0;
        while (Move() is not MappingEnd)
        {
            var key = Build(depth + 1, out var belowKey);
            Move();
            var value = Build(depth + 1, out var below);
            height = Math.Max(height, Math.Max(belowKey, below) + 1);
            if (key is DataScalar { Value: "<<", IsPlain: true }) (merges ??= []).Add(value);
            // A key that is a mapping or a sequence, as of an unrendered {{ template }}, names nothing.
            else if (key is DataScalar name) _members.Push(new(name, value));
        }
        var own = _members.PopDownTo(bottom);
        var length = LengthTo(_parser.Current!, from, mapping.Style == MappingStyle.Flow);
        return new(from, length, merges is null ? own : MergeKeys.Apply(own, merges)) { Tag = Tag(mapping) };
    }

    private void Count(int more, ParsingEvent at)
    {
        if ((_count += more) > DataLimits.Nodes)
            throw new DataException(Offset(at.Start), $"the document has more than {DataLimits.Nodes} values once its aliases are followed");
    }

    private int LengthTo(ParsingEvent last, int from, bool isFlow) =>
        // The end of a flow collection is marked before its bracket.
        Math.Clamp(Offset(last.Start) + (isFlow ? 1 : 0), from, end) - from;

    /// <summary>Where the value itself begins: an event begins at its anchor and tag.</summary>
    private int ValueStart(NodeEvent node)
    {
        var from = Math.Min(Offset(node.Start), end);
        if (node.Anchor.IsEmpty && node.Tag.IsEmpty) return from;
        var last = Math.Min(node is Scalar ? Offset(node.End) : end, end);
        while (from < last && text[from] is '&' or '!')
        {
            while (from < last && !char.IsWhiteSpace(text[from])) from++;
            while (from < last && char.IsWhiteSpace(text[from])) from++;
        }
        return from;
    }

    private int Offset(Mark mark) => start + (int)mark.Index;

    private static string? Tag(NodeEvent node) => node.Tag.IsEmpty || node.Tag.IsNonSpecific ? null : node.Tag.Value;

    private DataException TooDeep(ParsingEvent at) => new(Offset(at.Start), $"the document nests deeper than {DataLimits.Depth} levels");

    private static string Sentence(Exception problem) => "this is not YAML: " + char.ToLowerInvariant(problem.Message[0]) + problem.Message[1..].TrimEnd('.');

    /// <param name="Node">The value that has the anchor.</param>
    /// <param name="Size">How many values a walk through the node meets.</param>
    /// <param name="Height">How deep the node nests.</param>
    private readonly record struct Anchored(DataNode Node, int Size, int Height);
}
