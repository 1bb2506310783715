using System.Collections.Immutable;
using Archway.Judging;
using Archway.Oci.Platforms;
using Archway.Resolving;

namespace Archway.Placing.Images;

/// <summary>On which machines an image runs, as far as that is known.</summary>
/// <param name="image">What is said of it.</param>
public sealed class ImagePlatforms(ImageJudgement image)
{
    private volatile Told? _told;

    /// <summary>What is said of it.</summary>
    public ImageJudgement Judgement { get; } = image;

    /// <summary>The image in full.</summary>
    public string Name => Judgement.Facts.Image;

    /// <summary>Whether it runs on a machine.</summary>
    public Verdict On(Platform machine)
    {
        if (Judgement.Targets.FirstOrDefault(target => target.Platform.Equals(machine)) is { } told) return Of(told);
        // Of what was not asked about its index still tells.
        return Listed is { } listed ? listed.Any(machine.CanRun) ? new Verdict.Runs() : Lacks(machine, $"it has {string.Join(", ", listed)}")
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
            return [.. listed.Where(one => one.Os == os && IsTrusted(one)).Select(one => Platform.Of(os, one.Architecture).Canonical.Split('/')[1])];
        // The catalog may know all that was asked for.
        return Judgement.Targets.All(target => target.IsFromCatalog && Of(target) is not Verdict.Unknown)
            ? [.. Judgement.Targets.Where(target => target.Platform.Os == os && Of(target) is Verdict.Runs).Select(target => target.Platform.Architecture)] : null;
    }

    /// <summary>Why that is not known, in words.</summary>
    public string WhyUnknown => Judgement.Facts.Doubt ?? Judgement.Targets.FirstOrDefault(target => Of(target) is Verdict.Unknown)?.Because ?? "it names no platform";

    // An entry without a platform counts for nothing, since runtimes differ on it; one that could not be read may be anything.
    private Platform[]? Listed => Judgement.Facts is { Answer: ImageAnswer.Found, Doubt: null } facts
        && facts.Platforms.Where(entry => entry is { IsDeclared: true, IsLost: false }).Select(entry => entry.Platform).ToArray() is { Length: > 0 } listed ? listed : null;

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
