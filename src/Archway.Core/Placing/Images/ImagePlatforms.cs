using System.Collections.Immutable;
using Archway.Judging;
using Archway.Oci.Platforms;
using Archway.Resolving;

namespace Archway.Placing.Images;

/// <summary>On which machines an image runs, as far as that is known.</summary>
/// <param name="image">What is said of it.</param>
public sealed class ImagePlatforms(ImageJudgement image)
{
    private static readonly Platform Amd64 = Platform.Of("linux", "amd64");
    private static readonly Platform I386 = Platform.Of("linux", "386");
    private volatile Told? _told;

    /// <summary>What is said of it.</summary>
    public ImageJudgement Judgement { get; } = image;

    /// <summary>The image in full.</summary>
    public string Name => Judgement.Facts.Image;

    /// <summary>Whether it runs on a machine.</summary>
    public Verdict On(Platform machine)
    {
        if (Judgement.Targets.FirstOrDefault(target => target.Platform.Equals(machine)) is { } told)
            return told.Status != ImageStatus.Broken && Of(told) is Verdict.CannotRun && Listed?.Any(one => RunsIn32Bits(machine, one)) == true ? new Verdict.Runs() : Of(told);
        // Of what was not asked about its index still tells.
        return Listed is { } listed ? listed.Any(one => machine.CanRun(one) || RunsIn32Bits(machine, one)) ? new Verdict.Runs() : Lacks(machine, $"it has {string.Join(", ", listed)}")
            : new Verdict.Unknown($"{Name}: {WhyUnknown}");
    }

    /// <summary>The architectures, as nodes are labelled with them, whose machines of an operating system run it; null where they are not known.</summary>
    public ImmutableSortedSet<string>? Architectures(string os)
    {
        // Of a server's images all pods ask for the same.
        if (_told is { } told && told.Os == os) return told.All;
        var all = ArchitecturesOf(os);
        _told = new(os, all);
        return all;
    }

    private ImmutableSortedSet<string>? ArchitecturesOf(string os)
    {
        if (Listed is { } listed)
        {
            ImmutableSortedSet<string> names = [.. listed.Where(one => one.Os == os && IsTrusted(one) && Labelled(one).CanRun(one)).Select(one => Labelled(one).Canonical.Split('/')[1])];
            return !listed.Any(one => Amd64.CanRun(one)) && listed.Any(one => one.Os == os && RunsIn32Bits(Amd64, one)) ? names.Add("amd64") : names;
        }

        // The catalog may know all that was asked for.
        return Judgement.Targets.All(target => target.IsFromCatalog && Of(target) is not Verdict.Unknown)
            ? [.. Judgement.Targets.Where(target => target.Platform.Os == os && Of(target) is Verdict.Runs).Select(target => target.Platform.Architecture)] : null;
    }

    /// <summary>Why that is not known, in words.</summary>
    public string WhyUnknown => Judgement.Facts.Doubt ?? Judgement.Targets.FirstOrDefault(target => Of(target) is Verdict.Unknown)?.Because ?? "it names no platform";

    // An entry without a platform counts for nothing, since runtimes differ on it; one that could not be read may be anything.
    private Platform[]? Listed => Judgement.Facts is { Answer: ImageAnswer.Found, Doubt: null } facts
        && facts.Platforms.Where(entry => entry is { IsDeclared: true, IsLost: false }).Select(entry => entry.Platform).ToArray() is { Length: > 0 } listed ? listed : null;

    // What containerd's platformVector lets a node of amd64 take where an image has nothing for it. No node is labelled 386, so that here alone it matters:
    // to a machine that is asked about by itself such an image is one for another.
    private static bool RunsIn32Bits(Platform machine, Platform image) => machine.CanRun(Amd64) && I386.CanRun(image);

    // No label tells how much more than the least of its architecture a node can do, and engines pull for the least: amd64/v3 is not for every amd64.
    private static Platform Labelled(Platform listed) => Platform.Of(listed.Os, listed.Architecture);

    private bool IsTrusted(Platform listed) =>
        Judgement.Targets.FirstOrDefault(target => target.Platform.CanRun(listed)) is not { Status: ImageStatus.Broken };

    private Verdict Of(TargetJudgement told) => told.Status switch
    {
        ImageStatus.Ready or ImageStatus.Suspect => new Verdict.Runs(),
        ImageStatus.Unknown or ImageStatus.Missing => new Verdict.Unknown($"{Name}: {told.Because}"),
        _ => Lacks(told.Platform, told.Because),
    };

    private Verdict.CannotRun Lacks(Platform machine, string because) => new($"{Name} does not run on {machine}: {because}");

    private sealed record Told(string Os, ImmutableSortedSet<string>? All);
}
