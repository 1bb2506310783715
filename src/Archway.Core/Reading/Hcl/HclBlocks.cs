namespace Archway.Reading.Hcl;

/// <summary>The blocks of one type in a body, in the native syntax or in JSON, where labels are the keys of nested objects.</summary>
internal static class HclBlocks
{
    internal static IEnumerable<(string[] Labels, HclObject Body)> Of(HclNode body, string type, int labels) =>
        body.Members.Where(member => member.Name == type)
            .SelectMany(member => member.Labels.IsEmpty ? Nested([], member.Value, labels)
                : member.Labels.Length == labels && member.Value is HclObject own ? [([.. member.Labels], own)]
                : []);

    private static IEnumerable<(string[] Labels, HclObject Body)> Nested(string[] labels, HclNode node, int more) => node switch
    {
        HclTuple several => several.Items.SelectMany(item => Nested(labels, item, more)),
        HclObject body when more == 0 => [(labels, body)],
        HclObject names => names.Entries.SelectMany(name => Nested([.. labels, name.Name], name.Value, more - 1)),
        _ => [],
    };
}
