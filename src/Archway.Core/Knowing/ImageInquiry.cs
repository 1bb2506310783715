using Archway.Oci.References;

namespace Archway.Knowing;

/// <summary>The question whether a tag of a listed repository runs on an architecture, and the order in which rules answer it.</summary>
/// <remarks>
/// What a name says comes first (a Windows tag, a foreign architecture), then what is known of single tags, then a repository of one architecture,
/// then versions. Whatever none of them decides is unknown.
/// </remarks>
internal static class ImageInquiry
{
    private const string SameName = "<same name>";

    internal static CatalogAnswer Of(ImageReference image, CatalogEntry entry, ImageLine line, string architecture)
    {
        var answer = Told(image, entry, line, architecture);
        return answer with { Remedies = [.. answer.Remedies.Select(Named)], Remarks = [.. answer.Remarks.Select(Named)] };

        string Named(string sentence) => sentence.Replace(SameName, image.Repository[(image.Repository.LastIndexOf('/') + 1)..], StringComparison.Ordinal);
    }

    private static CatalogAnswer Told(ImageReference image, CatalogEntry entry, ImageLine line, string architecture)
    {
        // An image is no alternative to itself.
        line = line with { Alternatives = [.. line.Alternatives.Where(other => other != image.Name)] };
        var only = line.OnlyArchitecture ?? NamedArchitecture.OfRepository(image.Name);
        line = InRegionOf(image, line);
        if (image.Digest is null) return OfTag(image.Tag!, entry, line, only, architecture, image.Name);
        // A digest outranks the tag beside it, and may be that of one platform of an image with many.
        var reading = only is not null ? OfOnly(only, image.Name, architecture) : new GateReading(CatalogVerdict.Unknown,
            $"the reference is pinned to a digest, of which the catalog knows nothing");
        return Advice.On(entry, line, architecture, tag: null, reading);
    }

    internal static CatalogAnswer OfTag(
        string tag, CatalogEntry entry, ImageLine line, string? only, string architecture, string? repository = null)
    {
        var rule = RuleOf(tag, line);
        repository ??= $"the repository of {line.Name}";
        var reading = Read(tag, line, rule, only, architecture, repository);
        // A word more makes no yes of what a rule says is none: of 3-jdk-7-slim no more is known than of 3-jdk-7.
        if (rule is null && reading.Verdict == CatalogVerdict.Yes && ShortenedToRule(tag, line) is { } shorter
            && Read(shorter, line, RuleOf(shorter, line), only, architecture, repository) is { Verdict: not CatalogVerdict.Yes } doubt)
            reading = reading with { Verdict = CatalogVerdict.Unknown, Because = $"of '{tag}' nothing is known; {doubt.Because}" };
        return Advice.On(entry, line, architecture, tag, reading, rule);
    }

    /// <summary>The answer to whoever names no tag: what is so of the newest release, and since when.</summary>
    internal static CatalogAnswer OfNewest(CatalogEntry entry, ImageLine line, string architecture) => Advice.On(entry, line, architecture, tag: null,
        line.OnlyArchitecture is { } only
            ? OfOnly(only, $"the repository of {line.Name}", architecture)
            : GateReading.OfNewest(line.Gate, line.Name, "images", architecture));

    private static TagRule? RuleOf(string tag, ImageLine line) =>
        line.Tags.FirstOrDefault(rule => rule.Match.Any(pattern => NameGlob.Matches(pattern, tag)));

    // The tag less its last words, as many of them as it takes for a rule to speak of it; null when none does.
    private static string? ShortenedToRule(string tag, ImageLine line)
    {
        for (var mark = tag.LastIndexOfAny(['-', '_']); mark > 0; mark = tag.LastIndexOfAny(['-', '_'], mark - 1))
            if (RuleOf(tag[..mark], line) is not null) return tag[..mark];
        return null;
    }

    private static GateReading Read(string tag, ImageLine line, TagRule? rule, string? only, string architecture, string repository)
    {
        if (TagSuffix.IsWindows(tag)) return new(CatalogVerdict.No, $"'{tag}' is an image for Windows");
        var named = NamedArchitecture.OfTag(tag);
        if (named is not null && named != architecture) return new(CatalogVerdict.No, $"'{tag}' names another architecture, {named}");
        if (NamedArchitecture.NamesSeveral(tag)) return new(CatalogVerdict.Unknown, $"'{tag}' names several architectures");
        var gate = rule?.Gate is { } own ? own.Within(line.Gate) : line.Gate;
        var byGate = GateReading.Of(gate, rule?.Name ?? line.Name, "images", tag, architecture);
        if (rule is not null && (architecture == "arm64" ? rule.Arm64 : rule.Amd64) is { } known)
            return byGate with { Verdict = known, Because = $"{line.Name} at '{tag}': {rule.Because}", Needed = null };
        if (line.MovedTo is not null && GateReading.IsNewest(tag) && line.Gate.Always is null && only is null && architecture == "arm64")
            return new(CatalogVerdict.Unknown, $"{line.Name} has moved, so what '{tag}' is there is not known", true);
        if (only is not null) return OfOnly(only, repository, architecture) with { IsMoving = byGate.IsMoving };
        // A tag that names the architecture is older than the images for several of them, whose first version is all that the gate knows.
        return byGate.Verdict is CatalogVerdict.No && named == architecture
            ? byGate with { Verdict = CatalogVerdict.Unknown, Because = $"'{tag}' names {named}, and whether {line.Name} has it is not known" }
            : byGate;
    }

    private static GateReading OfOnly(string only, string repository, string architecture) =>
        new(only == architecture ? CatalogVerdict.Yes : CatalogVerdict.No, $"{repository} holds {only} images only");

    // A registry of Amazon is one in each region, and who pulls from one means the same region's.
    private static ImageLine InRegionOf(ImageReference image, ImageLine line)
    {
        if (image.Registry.Split('.') is not [_, "dkr", "ecr", var region, ..]) return line;
        return line with
        {
            MovedTo = line.MovedTo?.Replace("<region>", region, StringComparison.Ordinal),
            Alternatives = [.. line.Alternatives.Select(image => image.Replace("<region>", region, StringComparison.Ordinal))],
        };
    }
}
