using System.Collections.Immutable;
using System.Globalization;
using Archway.Judging.Contents;
using Archway.Judging.Rules;
using Archway.Knowing;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Archway.Resolving;

namespace Archway.Judging;

/// <summary>The opinions on images: facts in, judgements out, and nothing else touched.</summary>
public static class Judge
{
    /// <summary>Judges one image on each of the platforms.</summary>
    /// <param name="facts">What was found out about it.</param>
    /// <param name="known">What the catalog says of it on each platform asked about.</param>
    /// <param name="builtFrom">How the scanned sources build it, in words; null when they do not.</param>
    /// <param name="required">Whose word it takes to be ready.</param>
    public static ImageJudgement Image(
        ImageFacts facts, ImmutableArray<PlatformAnswer> known, string? builtFrom, Requirement required = Requirement.Catalog)
    {
        var targets = known.Select(ask => On(ask.Platform, facts, ask.Answer, builtFrom, required)).ToImmutableArray();
        return new()
        {
            Facts = facts,
            Targets = targets,
            Advice = [.. known.SelectMany((ask, i) => AdviceOf(ask.Answer, targets[i], facts)).Distinct()],
            Evidence = [.. facts.Evidence, .. facts.Near.Select(EvidenceOf), .. targets.Select(target => target.Content?.Evidence).OfType<Evidence>().Distinct(), .. CatalogEvidence(known)],
        };
    }

    private static Evidence EvidenceOf(NearImage near) => new(EvidenceSource.Registry,
        $"{PinnedImage.NameOf(near)} is {near.Digest} with {string.Join(", ", near.Platforms)}");

    private static IEnumerable<Evidence> CatalogEvidence(ImmutableArray<PlatformAnswer> known) => known
        .SelectMany(ask => ask.Answer.Evidence.Select(detail => $"{ask.Answer.Entry!.Id}: {detail}"))
        .Distinct()
        .Select(detail => new Evidence(EvidenceSource.Catalog, detail));

    // An image that is built here is mended here; one that runs needs no remedy.
    private static ImmutableArray<string> AdviceOf(CatalogAnswer known, TargetJudgement target, ImageFacts facts) => target.Status switch
    {
        ImageStatus.Rebuild => [],
        // Nor does one whose near image does.
        ImageStatus.Ready or ImageStatus.Update => known.Remarks,
        _ => [.. known.Remedies, .. known.Remarks, .. BuildOf(known, target, facts)],
    };

    // Where nothing near runs and nobody else has one, what is left is to build it, unless it is known that there will be none.
    private static IEnumerable<string> BuildOf(CatalogAnswer known, TargetJudgement target, ImageFacts facts) =>
        target.Status == ImageStatus.Blocked && known.Verdict is not CatalogVerdict.No && !known.HasWayOut && ImageReference.Read(facts.Image).Value is { } image
            && known.Entry?.SourcesOf(image.Repository[(image.Repository.LastIndexOf('/') + 1)..]) is { } sources
            ? [$"its sources are at {sources}; where those build for {target.Platform}, archway build makes the image"]
            : [];

    private static TargetJudgement On(Platform target, ImageFacts facts, CatalogAnswer known, string? builtFrom, Requirement required)
    {
        var told = facts.Answer switch
        {
            ImageAnswer.Found => FromPlatforms(target, facts, known),
            ImageAnswer.Artifact artifact => new(target, ImageStatus.Blocked, $"it is no container image but an artifact ({artifact.Kind})"),
            ImageAnswer.Absent absent => new(target, ImageStatus.Missing, absent.Because),
            ImageAnswer.None none => FromCatalog(target, none.Because, known, required),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (facts is { AsOf: { } asOf, Answer: not ImageAnswer.None })
            told = told with { Because = string.Create(CultureInfo.InvariantCulture, $"{told.Because}, as of {asOf:yyyy-MM-dd}") };
        // The catalog knows of lies that no index shows, and what is told of near images comes from their indexes.
        if (told.Status is ImageStatus.Blocked or ImageStatus.Missing && facts.Near.FirstOrDefault(near => near.Platform.Equals(target)) is { } near)
            told = told with { Status = ImageStatus.Update, Because = PinnedImage.Because(facts, near) ?? $"{told.Because}; {near.Image} has {string.Join(", ", near.Platforms)}{(near.Note is { } note ? $" ({note})" : "")}", Near = near };
        if (known.MovedTo is { } home && !home.AsSpan().ContainsAny('*', '<')) told = told with { MovedTo = home };
        return (builtFrom, told.Status) switch
        {
            (_, ImageStatus.Ready) when required == Requirement.Content && told.Verification is Verification.None or Verification.Entrypoint =>
                told with { Status = ImageStatus.Unknown, Because = $"{told.Because}; {AskedOf(required)}" },
            (null, _) => told,
            (_, ImageStatus.Blocked or ImageStatus.Update) => new(target, ImageStatus.Rebuild, $"{builtFrom}; what is published there does not run: {told.Because}"),
            (_, ImageStatus.Missing or ImageStatus.Unknown) => new(target, ImageStatus.Rebuild, builtFrom),
            _ => told,
        };
    }

    private static TargetJudgement FromPlatforms(Platform target, ImageFacts facts, CatalogAnswer known)
    {
        if (ChosenEntry.Of(facts, target) is { } chosen)
        {
            var told = WithOthers(FromEntry(target, facts, chosen, known), target, facts, chosen, known);
            return told with { Remarks = [.. EntryRule.Entries.Select(rule => rule.Remark(chosen)).OfType<Remark>()] };
        }

        if (facts.Platforms.FirstOrDefault(entry => !entry.IsDeclared && target.CanRun(entry.Platform)) is { } undeclared)
            return new(target, ImageStatus.Unknown,
                $"its index names no platform for {undeclared.Manifest.Digest}, whose config says {undeclared.Platform}; some runtimes take it, others do not");

        var declared = facts.Platforms.Where(entry => entry.IsDeclared).Select(entry => entry.Platform.ToString()).Distinct().ToArray();
        // What could not be read may be the very entry that runs.
        if (facts.Doubt is { } doubt)
            return new(target, ImageStatus.Unknown, declared.Length == 0 ? doubt : $"it has {string.Join(", ", declared)}, and {doubt}");
        return declared.Length == 0
            ? new(target, ImageStatus.Unknown, "it names no platform at all")
            : new(target, ImageStatus.Blocked, $"it has {string.Join(", ", declared)}");
    }

    /// <summary>The worst of what a runtime may take, where contents were read.</summary>
    private static TargetJudgement WithOthers(TargetJudgement told, Platform target, ImageFacts facts, ChosenEntry chosen, CatalogAnswer known)
    {
        if (told.Content is null) return told;
        var others = chosen.Others.Where(other => other.Content is not null || other.ContentProblem is not null).ToArray();
        foreach (var other in others)
        {
            var otherwise = FromEntry(target, facts, chosen with { Entry = other }, known);
            if (otherwise.Status < told.Status)
                told = otherwise with { Because = $"its index has another entry for {target}, which some runtimes take, {other.Manifest.Digest}: {otherwise.Because}" };
        }

        return others.Length == chosen.Others.Length || told.Status < ImageStatus.Unknown
            ? told
            : told with { Status = ImageStatus.Unknown, Verification = Verification.None, Because = $"its index has {chosen.Others.Length + 1} entries for {target}, and not all were read" };
    }

    private static TargetJudgement FromEntry(Platform target, ImageFacts facts, ChosenEntry chosen, CatalogAnswer known)
    {
        var runs = chosen.Entry;
        if (runs.IsLost) return new(target, ImageStatus.Broken, $"its index lists {runs.Platform}, but there is no manifest {runs.Manifest.Digest}");
        var says = $"{(facts.IsPlanned ? "it is to be listed as" : facts.IsIndex ? "its index lists" : runs.Config is null ? "its manifest says" : "its config says")} {runs.Platform}";
        if (runs.Content is { } content) return FromContent(target, says, ContentJudge.On(target, content));
        if (runs.ContentProblem is { } unread) return new(target, ImageStatus.Unknown, $"{says}, but its content cannot be told: {unread}");
        // An index can lie; where the catalog knows of the lie, the index's yes does not stand.
        if (known.Verdict == CatalogVerdict.Broken) return new(target, ImageStatus.Broken, $"it lists {runs.Platform}, but {known.Because}");
        return I107SameContent.Suspicion(chosen) is { } suspicion ? new(target, ImageStatus.Suspect, suspicion) : new(target, ImageStatus.Ready, says);
    }

    private static TargetJudgement FromContent(Platform target, string says, ContentJudgement content) => new(target,
        content.Verification switch
        {
            Verification.Broken => ImageStatus.Broken,
            Verification.Suspect => ImageStatus.Suspect,
            Verification.None => ImageStatus.Unknown,
            _ => ImageStatus.Ready,
        },
        $"{says}{(content.Verification is Verification.Broken or Verification.Suspect or Verification.None ? "," : "")} {content.Because}", content.Verification)
    {
        Content = content,
    };

    private static TargetJudgement FromCatalog(Platform target, string whyNotAsked, CatalogAnswer known, Requirement required)
    {
        // What an entry does know belongs beside what nobody asked: how far from a yes it is.
        if (known.Verdict == CatalogVerdict.Unknown)
            return new(target, ImageStatus.Unknown, known.Entry is null ? whyNotAsked : $"{whyNotAsked}; {known.Because}");
        var status = known.Verdict switch
        {
            CatalogVerdict.Yes => ImageStatus.Ready,
            CatalogVerdict.No => ImageStatus.Blocked,
            _ => ImageStatus.Broken,
        };
        // Neither is the catalog's no a registry's word; that the content is foreign, no registry could tell at all.
        if (required != Requirement.Catalog && status != ImageStatus.Broken)
            return new(target, ImageStatus.Unknown,
                $"{whyNotAsked}; only the catalog says that it {(status == ImageStatus.Ready ? "runs" : "does not run")}: "
                + $"{known.Because}; {AskedOf(required)}");
        // A registry would have told where a moving tag is now; the catalog cannot, and its yes is of the newest release.
        return new(target, status, known.Because) { IsFromCatalog = true, Caution = status == ImageStatus.Ready ? known.Caution : null };
    }

    private static string AskedOf(Requirement required) => required == Requirement.Registry
        ? "--require registry asks for a registry's word"
        : "--require content asks for what all of its content says, which --verify reads";
}
