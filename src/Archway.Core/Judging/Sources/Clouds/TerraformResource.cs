using System.Collections.Immutable;
using Archway.Judging.Sources.Data;
using Archway.Oci.References;
using Archway.Reading;
using Archway.Reading.Hcl;

namespace Archway.Judging.Sources.Clouds;

/// <summary>A resource of a Terraform file.</summary>
/// <param name="Name">What it is called there.</param>
/// <param name="Body">What is said of it.</param>
internal sealed record TerraformResource(string Name, HclObject Body)
{
    /// <summary>The resources of a file that are of a kind.</summary>
    internal static IEnumerable<TerraformResource> Of(HclDocument document, string type) =>
        document.Source.Text.Contains(type, StringComparison.Ordinal)
            ? HclBlocks.Of(document.Body, "resource", labels: 2).Where(resource => resource.Labels[0] == type)
                .Select(resource => new TerraformResource(resource.Labels[1], resource.Body))
            : [];

    /// <summary>The text of an expression that is written out, and its place; null where anything has to be worked out.</summary>
    internal static HclText? Written(HclNode? expression) =>
        expression is HclTemplate { Parts: [HclText text] } && text.Length == text.Value.Length ? text : null;

    /// <summary>The one text of a list that is written out; null where there are several, or anything has to be worked out.</summary>
    internal static HclText? OnlyOne(HclNode? expression) => expression is HclTuple { Items: [var only] } ? Written(only) : null;

    /// <summary>The images that it names.</summary>
    internal ImmutableArray<ImageReference> ImagesIn(HclDocument document) =>
        [.. ImagesWithin.Of(document, Body.Start, Body.Length).Select(place => place.Image).OfType<ImageReference>().Distinct()];

    /// <summary>Puts another text in the place of one.</summary>
    internal static Edit Replace(SourceText source, HclText text, string with) => Edit.Of(source, text.Start, text.Length, with);
}
