using Archway.Reading.Hcl;

namespace Archway.Reading.Builds;

/// <summary>What a bake target gives its Dockerfile.</summary>
internal static class BakeInputs
{
    /// <summary>The arguments and contexts of a target with what it inherits; of several of one name the last.</summary>
    internal static BuildInputs Of(HclValue target)
    {
        var inputs = BuildInputs.None;
        foreach (var (name, value) in Members(target, "args"))
        {
            // What is null is left to the Dockerfile.
            if (HclEvaluation.Follow(value).Value?.Node is not HclLiteral { Text: "null" })
                inputs = inputs.With(name, HclEvaluation.Text(value), target.Source);
        }

        foreach (var (name, _) in Members(target, "contexts")) inputs = inputs.WithContext(name);
        return inputs;
    }

    private static IEnumerable<(string Name, HclValue Value)> Members(HclValue target, string attribute) =>
        from member in target.Node.Members
        where member.Name == attribute && member.Labels.IsEmpty
        let map = HclEvaluation.Follow(target.Of(member.Value)).Value
        where map is not null
        from entry in map.Node.Members
        select (entry.Name, map.Of(entry.Value));
}
