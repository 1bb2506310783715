namespace Archway.Reading.Hcl;

/// <summary>A file of HCL, or of JSON that stands for it.</summary>
/// <param name="source">The file's text.</param>
/// <param name="body">What the file holds.</param>
internal sealed class HclDocument(SourceText source, HclObject body) : SourceDocument(source)
{
    internal HclObject Body { get; } = body;
}
