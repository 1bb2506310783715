using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Archway.Reading.Data;

/// <summary>The values read but not yet taken into their collection; one growing list serves a whole file.</summary>
internal sealed class NodeStack<T>
{
    private readonly List<T> _waiting = [];

    internal int Count => _waiting.Count;

    internal void Push(T value) => _waiting.Add(value);

    /// <summary>Takes everything above <paramref name="bottom"/>, in the order it was pushed.</summary>
    internal ImmutableArray<T> PopDownTo(int bottom)
    {
        var taken = CollectionsMarshal.AsSpan(_waiting)[bottom..].ToArray();
        CollectionsMarshal.SetCount(_waiting, bottom);
        return ImmutableCollectionsMarshal.AsImmutableArray(taken);
    }
}
