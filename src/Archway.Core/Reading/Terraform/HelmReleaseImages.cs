using Archway.Oci;
using Archway.Reading.Hcl;
using Archway.Reading.Kubernetes;

namespace Archway.Reading.Terraform;

/// <summary>The images that a <c>helm_release</c> sets: in its values, and by name where repository and tag are both set.</summary>
internal sealed class HelmReleaseImages(ReadingContext context, EmbeddedTexts texts, string workload)
{
    internal void Add(HclValue release)
    {
        if (release["values"] is { Node: HclTuple values } list)
            foreach (var text in values.Items) texts.AddValues(list.Of(text));
        Dictionary<string, HclValue> set = new(StringComparer.Ordinal);
        foreach (var one in Sets(release))
            if (one["name"] is { } name && one["value"] is { } value && HclEvaluation.Text(name).Value is { } key) set[key] = value;
        foreach (var (key, value) in set)
        {
            if (key.EndsWith("mage.repository", StringComparison.Ordinal)) AddParts(key[..^"repository".Length], value, set);
            else if (key.EndsWith("mage", StringComparison.Ordinal)
                && HclEvaluation.Text(value).Value is { } text && ImageText.OfNamed("image", text) is not null)
                context.Add(value, OccurrenceKind.TerraformImage, workload);
        }
    }

    private static IEnumerable<HclValue> Sets(HclValue release) =>
        release.Node.Members.Where(member => member.Name == "set" && member.Labels.IsEmpty)
            .SelectMany(member => member.Value is HclTuple list ? list.Items : [member.Value])
            .Select(release.Of);

    /// <summary>An image in parts; without a tag it is the chart that says which.</summary>
    private void AddParts(string prefix, HclValue repository, Dictionary<string, HclValue> set)
    {
        if (!set.TryGetValue(prefix + "tag", out var tag)) return;
        Parsed<string>[] parts = [.. ((HclValue[])[repository, tag]).Select(HclEvaluation.Text)];
        var registry = set.TryGetValue(prefix + "registry", out var host) ? HclEvaluation.Text(host) : Parsed.Value("");
        var unknown = parts.Prepend(registry).FirstOrDefault(part => part.Problem is not null)?.Problem;
        var image = unknown is not null ? Parsed.Problem<string>(unknown) : Parsed.Value($"{registry.Value}/{parts[0].Value}:{parts[1].Value}".TrimStart('/'));
        var found = ReadingContext.Occurrence(repository.At, repository.Written, image, OccurrenceKind.TerraformImage);
        context.AddOneOfSeveral(found with { Workload = workload });
    }
}
