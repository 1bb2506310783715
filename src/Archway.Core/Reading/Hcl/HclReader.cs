using Archway.Reading.Data;

namespace Archway.Reading.Hcl;

/// <summary>Reads HCL's native syntax, each value with its place in the text.</summary>
/// <remarks>
/// Tolerant where it costs nothing, since what Terraform, Nomad or buildx would refuse is theirs to say.
/// <see href="https://github.com/hashicorp/hcl/blob/v2.24.0/hclsyntax/spec.md"/>
/// </remarks>
internal static class HclReader
{
    /// <summary>The body of a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="problems">Where it is told what of it cannot be read.</param>
    internal static HclObject Read(SourceText source, ICollection<DataProblem> problems) => Read(source, 0, source.Text.Length, problems);

    /// <summary>A part of a file as a body of its own; offsets still refer to the whole file.</summary>
    internal static HclObject Read(SourceText source, int start, int end, ICollection<DataProblem> problems)
    {
        List<(int Offset, string Message)> found = [];
        var body = new HclBodies(new(source.Text, start, end)).ReadFile(found);
        foreach (var (offset, message) in found) problems.Add(new(source.Span(Math.Min(offset, source.Text.Length), 0), message));
        return body;
    }

    /// <summary>A part of a text as a template; null when its expressions cannot be read.</summary>
    internal static HclTemplate? ReadTemplate(string text, int start, int end)
    {
        try
        {
            return new HclExpressions(new(text, start, end) { IgnoresLines = true }).Templates.ReadAll();
        }
        catch (DataException)
        {
            return null;
        }
    }
}
