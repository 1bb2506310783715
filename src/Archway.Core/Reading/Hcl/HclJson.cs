using Archway.Reading.Data;

namespace Archway.Reading.Hcl;

/// <summary>JSON as HCL: objects, lists, and strings, which are templates.</summary>
/// <remarks><see href="https://github.com/hashicorp/hcl/blob/v2.24.0/json/spec.md"/></remarks>
internal static class HclJson
{
    /// <summary>A file of JSON as a body.</summary>
    /// <param name="source">The file.</param>
    /// <param name="problems">Where it is told when the text is not JSON.</param>
    internal static HclObject Read(SourceText source, ICollection<DataProblem> problems) =>
        JsonReader.ReadDocuments(source, problems).FirstOrDefault() is DataMapping root
            ? (HclObject)Of(root, scalar => Scalar(source.Text, scalar))
            : new(0, 0, []);

    /// <summary>A value whose scalars are made by <paramref name="scalar"/>.</summary>
    internal static HclNode Of(DataNode node, Func<DataScalar, HclNode> scalar) => node switch
    {
        DataMapping mapping => new HclObject(
            node.Start, node.Length, [.. mapping.Entries.Select(member => new HclMember(member.Key.Value, [], Of(member.Value, scalar)))]),
        DataSequence sequence => new HclTuple(node.Start, node.Length, [.. sequence.Nodes.Select(item => Of(item, scalar))]),
        _ => scalar((DataScalar)node),
    };

    private static HclNode Scalar(string text, DataScalar scalar)
    {
        if (scalar.IsPlain) return new HclLiteral(scalar.Start, scalar.Length, scalar.Value);
        var (start, length) = (scalar.Start + 1, scalar.Length - 2);
        var isAsWritten = text.AsSpan(start, length).SequenceEqual(scalar.Value);
        if (isAsWritten && HclReader.ReadTemplate(text, start, start + length) is { } template) return template;
        // Expressions that are written with JSON's escapes have no place of their own in the text.
        return isAsWritten || !scalar.Value.Contains("${", StringComparison.Ordinal)
            ? new HclTemplate(start, length, [new HclText(start, length, scalar.Value)])
            : new HclOther(start, length);
    }
}
