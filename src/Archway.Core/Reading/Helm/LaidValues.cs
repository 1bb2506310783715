using Archway.Reading.Data;

namespace Archway.Reading.Helm;

/// <summary>Values laid over others as Helm does it: mappings member by member, anything else as a whole.</summary>
/// <remarks><see href="https://helm.sh/docs/chart_template_guide/subcharts_and_globals/"/></remarks>
internal static class LaidValues
{
    private const string Global = "global";

    /// <summary>No values.</summary>
    internal static DataNode None { get; } = new DataMapping(-1, 0, []);

    /// <summary>Whether a value stands in the file that is read, and not in one that it is laid over or that is laid over it.</summary>
    internal static bool HasPlace(DataNode node) => node.Start >= 0;

    /// <summary>Values with others laid over them.</summary>
    internal static DataNode Over(DataNode? under, DataNode? over)
    {
        if (under is not DataMapping { Entries: not [] } below || over is not DataMapping above) return over ?? under ?? None;
        List<DataMember> members = [];
        foreach (var (key, value) in below.Entries)
            members.Add(new(key, above.Find(key.Value) is { } laid ? Over(value, laid.Value) : value));
        members.AddRange(above.Entries.Where(member => below.Find(member.Key.Value) is null));
        return new DataMapping(above.Start, above.Length, [.. members]);
    }

    /// <summary>The values of a chart that another brings along: what stands under its name there, with what is global there.</summary>
    internal static DataNode Section(DataNode values, string name)
    {
        var section = values[name] as DataMapping ?? None;
        return values[Global] is { } global ? Over(section, Only(Global, Over(section[Global], global))) : section;
    }

    /// <summary>A mapping of one member.</summary>
    internal static DataNode Only(string name, DataNode value) => new DataMapping(-1, 0, [new(new(-1, 0, name, IsPlain: true), value)]);

    /// <summary>The same values, which stand nowhere in the file that is read.</summary>
    internal static DataNode WithoutPlace(DataNode values) => WithoutPlace(values, new(ReferenceEqualityComparer.Instance));

    private static DataNode WithoutPlace(DataNode values, Dictionary<DataNode, DataNode> done)
    {
        // An alias brings one value to many places.
        if (!done.TryGetValue(values, out var moved))
        {
            done[values] = moved = values switch
            {
                DataScalar scalar => scalar with { Start = -1, Length = 0 },
                DataMapping mapping => new DataMapping(-1, 0, [.. mapping.Entries.Select(member => member with { Value = WithoutPlace(member.Value, done) })]),
                _ => new DataSequence(-1, 0, [.. values.Items.Select(item => WithoutPlace(item, done))]),
            };
        }
        return moved;
    }
}
