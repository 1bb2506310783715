using Archway.Reading.Data;

namespace Archway.Judging.Sources.Data;

/// <summary>A walk through a document to every mapping and sequence, each where it is written and once, however many aliases repeat it.</summary>
internal static class DataWalk
{
    /// <summary>The mappings and sequences of a value, in the order of the text.</summary>
    /// <param name="document">The document that it stands in.</param>
    /// <param name="root">The value.</param>
    /// <param name="passesBy">Which of them are passed by, with all that is within.</param>
    internal static IEnumerable<DataPlace> Places(DataDocument document, DataNode root, Func<DataPlace, bool> passesBy) =>
        // Without anchors nothing stands twice.
        Places(root, DataText.Of(document).Contains('&'), passesBy);

    /// <summary>The mappings and sequences of a value, in the order of the text.</summary>
    /// <param name="root">The value.</param>
    /// <param name="hasAnchors">Whether something may stand in it twice.</param>
    /// <param name="passesBy">Which of them are passed by, with all that is within.</param>
    internal static IEnumerable<DataPlace> Places(DataNode root, bool hasAnchors, Func<DataPlace, bool> passesBy)
    {
        HashSet<DataNode>? seen = hasAnchors ? new(ReferenceEqualityComparer.Instance) : null;
        Stack<DataPlace> waiting = new([new(root, null, null)]);
        while (waiting.TryPop(out var place))
        {
            if (place.Node is DataScalar || seen?.Add(place.Node) == false || passesBy(place)) continue;
            yield return place;
            var (members, items) = (place.Node.Members, place.Node.Items);
            for (var i = members.Length - 1; i >= 0; i--)
                if (members[i].Value is not DataScalar) waiting.Push(new(members[i].Value, place, members[i]));
            for (var i = items.Length - 1; i >= 0; i--)
                if (items[i] is not DataScalar) waiting.Push(new(items[i], place, null));
        }
    }
}
