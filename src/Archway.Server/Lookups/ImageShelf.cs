namespace Archway.Server.Lookups;

/// <summary>The images that are remembered: so many, and of more those that were wanted last.</summary>
/// <param name="most">How many.</param>
internal sealed class ImageShelf(int most)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<ImageSlot>> _slots = new(StringComparer.Ordinal);
    private readonly LinkedList<ImageSlot> _order = new();

    /// <summary>How many are remembered.</summary>
    internal int Count
    {
        get
        {
            lock (_lock) return _slots.Count;
        }
    }

    /// <summary>The place of an image, made if there is none.</summary>
    internal ImageSlot Get(string key)
    {
        lock (_lock)
        {
            if (_slots.TryGetValue(key, out var node))
            {
                if (node == _order.First) return node.Value;
                _order.Remove(node);
                _order.AddFirst(node);
                return node.Value;
            }

            _slots[key] = node = _order.AddFirst(new ImageSlot(key));
            if (_slots.Count > most && _order.Last is { } last)
            {
                _order.RemoveLast();
                _slots.Remove(last.Value.Key);
            }

            return node.Value;
        }
    }

    /// <summary>Those that were wanted last, as many as asked for.</summary>
    internal List<ImageSlot> Latest(int count)
    {
        lock (_lock) return [.. _order.Take(count)];
    }
}
