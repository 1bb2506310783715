using Archway.Reading.Data;

namespace Archway.Placing.Constraining;

/// <summary>The parts of a text that an alias or a merge key repeats elsewhere: who changes one of them changes others with it.</summary>
internal sealed class SharedParts
{
    private readonly List<int> _starts = [];
    private readonly List<int> _ends = [];

    /// <param name="repeated">What is repeated; one may lie within another.</param>
    internal SharedParts(IEnumerable<DataNode> repeated)
    {
        foreach (var (start, end) in repeated.Select(node => (node.Start, End: node.Start + Math.Max(1, node.Length))).Distinct().OrderBy(part => part.Start).ThenByDescending(part => part.End))
        {
            if (_ends.Count > 0 && end <= _ends[^1]) continue;
            _starts.Add(start);
            _ends.Add(end);
        }
    }

    /// <summary>Whether what begins at a place stands in one of them.</summary>
    internal bool Cover(int at)
    {
        var found = _starts.BinarySearch(at);
        var before = found >= 0 ? found : ~found - 1;
        return before >= 0 && at < _ends[before];
    }
}
