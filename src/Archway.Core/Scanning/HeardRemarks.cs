using System.Collections.Immutable;
using Archway.Configuring;
using Archway.Judging;

namespace Archway.Scanning;

/// <summary>What is remarked of images, without what a rule that is off would say.</summary>
internal static class HeardRemarks
{
    /// <summary>The images with those remarks alone that are heard.</summary>
    /// <param name="images">The images.</param>
    /// <param name="findings">What is found at the places that name them: a remark that none of them makes is not heard.</param>
    /// <param name="rules">What the user asks of rules, which alone counts for an image that no place names.</param>
    internal static ImmutableArray<ScannedImage> Of(ImmutableArray<ScannedImage> images, ImmutableArray<Finding> findings, ImmutableArray<RuleSetting> rules)
    {
        if (!images.Any(image => image.Judgement.Targets.Any(target => !target.Remarks.IsEmpty))) return images;
        var made = findings.Select(finding => (finding.Rule, Image: finding.Image?.ToString(), finding.Platform)).ToHashSet();
        return [.. images.Select(image => image with { Judgement = image.Judgement with { Targets = [.. image.Judgement.Targets.Select(Heard(image))] } })];

        Func<TargetJudgement, TargetJudgement> Heard(ScannedImage image) => target => target with
        {
            Remarks = [.. target.Remarks.Where(remark => image.UsedAt.IsEmpty
                ? rules.LastOrDefault(setting => setting.Rule == remark.Rule) is not { Severity: null }
                : made.Contains((remark.Rule, image.Judgement.Facts.Image, target.Platform)))],
        };
    }
}
