namespace Archway.Gpu.Images.Requirements;

/// <summary>One comparison of a requirement, as <c>driver&gt;=535</c>, cut into its parts and not yet held against anything.</summary>
/// <param name="Text">The comparison as written.</param>
/// <param name="Name">What is compared, as written: what stands before the first sign of an operator.</param>
/// <param name="Operator">All the signs that follow; empty where there is none. Not each such row of signs is an operator.</param>
/// <param name="Literal">What it is compared with, as written.</param>
public sealed record RequirementFactor(string Text, string Name, string Operator, string Literal)
{
    private const string Signs = "<>=!";

    internal static RequirementFactor Read(string text)
    {
        var name = text.AsSpan().IndexOfAny(Signs);
        if (name < 0) return new(text, text, "", "");
        var signs = text.AsSpan(name).IndexOfAnyExcept(Signs);
        var literal = signs < 0 ? text.Length : name + signs;
        return new(text, text[..name], text[name..literal], text[literal..]);
    }
}
