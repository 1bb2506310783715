using Archway.Reading.Data;

namespace Archway.Judging.Sources.Data;

/// <summary>A mapping or a sequence where it is written, and the way to it.</summary>
/// <param name="node">The mapping or the sequence.</param>
/// <param name="around">What holds it; null at the document's root.</param>
/// <param name="member">The member of a mapping that it is the value of; null for an item.</param>
internal sealed class DataPlace(DataNode node, DataPlace? around, DataMember? member)
{
    internal DataNode Node { get; } = node;

    internal DataPlace? Around { get; } = around;

    internal DataMember? Member { get; } = member;

    /// <summary>The name under which it stands, that of its sequence where it is an item.</summary>
    internal string? Name => Member?.Key.Value ?? Around?.Name;

    /// <summary>The places around it, from itself outwards.</summary>
    internal IEnumerable<DataPlace> Outwards
    {
        get
        {
            for (var place = this; place is not null; place = place.Around) yield return place;
        }
    }
}
