using System.Text;
using System.Text.Json;

namespace Archway.Reading.Data;

/// <summary>Builds values from JSON tokens, and turns places in bytes into places in characters.</summary>
internal sealed class JsonTree(byte[] utf8, int characters)
{
    private readonly NodeStack<DataNode> _nodes = new();
    private readonly NodeStack<DataMember> _members = new();
    private int _lastByte;
    private int _lastCharacter;
    private int _count;

    /// <summary>The character at a byte; cheap when asked in the order of the text.</summary>
    internal int Offset(int at)
    {
        if (utf8.Length == characters) return at;
        if (at < _lastByte) (_lastByte, _lastCharacter) = (0, 0);
        _lastCharacter += Encoding.UTF8.GetCharCount(utf8, _lastByte, at - _lastByte);
        _lastByte = at;
        return _lastCharacter;
    }

    /// <summary>Builds the value that the current token begins.</summary>
    internal DataNode Build(ref Utf8JsonReader reader)
    {
        var start = Offset((int)reader.TokenStartIndex);
        if (++_count > DataLimits.Nodes) throw new DataException(start, $"the text has more than {DataLimits.Nodes} values");
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => Mapping(ref reader, start),
            JsonTokenType.StartArray => Sequence(ref reader, start),
            _ => Scalar(ref reader, start),
        };
    }

    private DataMapping Mapping(ref Utf8JsonReader reader, int start)
    {
        var bottom = _members.Count;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = Scalar(ref reader, Offset((int)reader.TokenStartIndex));
            reader.Read();
            _members.Push(new(key, Build(ref reader)));
        }
        return new(start, Offset((int)reader.BytesConsumed) - start, _members.PopDownTo(bottom));
    }

    private DataSequence Sequence(ref Utf8JsonReader reader, int start)
    {
        var bottom = _nodes.Count;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) _nodes.Push(Build(ref reader));
        return new(start, Offset((int)reader.BytesConsumed) - start, _nodes.PopDownTo(bottom));
    }

    private DataScalar Scalar(ref Utf8JsonReader reader, int start)
    {
        var isString = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;
        var value = isString ? Text(ref reader, start) : Encoding.UTF8.GetString(reader.ValueSpan);
        var end = reader.TokenType == JsonTokenType.PropertyName
            // What is consumed with a name goes on to the colon.
            ? (int)reader.TokenStartIndex + reader.ValueSpan.Length + 2
            : (int)reader.BytesConsumed;
        return new(start, Offset(end) - start, value, IsPlain: !isString);
    }

    private static string Text(ref Utf8JsonReader reader, int start)
    {
        try
        {
            return reader.GetString()!;
        }
        // "\ud800" alone is no character.
        catch (InvalidOperationException)
        {
            throw new DataException(start, "the string holds half a surrogate pair");
        }
    }
}
