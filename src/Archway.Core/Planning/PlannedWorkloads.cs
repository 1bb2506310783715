using System.Collections.Immutable;
using Archway.Judging;
using Archway.Oci.Platforms;
using Archway.Placing.Constraining;
using Archway.Placing.Images;
using Archway.Reading;
using Archway.Reading.Kubernetes;
using Archway.Scanning;

namespace Archway.Planning;

/// <summary>What a scan found that can move, and whether it can now.</summary>
internal sealed class PlannedWorkloads
{
    private static readonly Platform Arm = Platform.LinuxArm64;
    private readonly IReadOnlyDictionary<string, ImagePlatforms> _known;
    private readonly ILookup<(string File, string? Workload), string> _owners;

    private readonly ArmGpus _gpus;

    private PlannedWorkloads(ScanResult scan, IReadOnlyDictionary<string, ImagePlatforms> known, ArmGpus gpus)
    {
        _gpus = gpus;
        _owners = scan.Occurrences.SelectMany(place => place.Owners.Select(owner => (Key: (place.At.File, place.Workload), Owner: owner))).Distinct().ToLookup(one => one.Key, one => one.Owner);
        _known = known;
    }

    /// <summary>Those that make pods, then the tasks of Amazon ECS.</summary>
    /// <param name="scan">What was found.</param>
    /// <param name="images">Its images.</param>
    /// <param name="gpus">The Arm machines with GPUs that it is planned for.</param>
    internal static ImmutableArray<PlannedWorkload> In(ScanResult scan, IReadOnlyDictionary<string, ImagePlatforms> images, ArmGpus gpus)
    {
        PlannedWorkloads known = new(scan, images, gpus);
        var tasks = scan.Occurrences.Where(place => place is { Kind: OccurrenceKind.EcsContainer, Workload: not null }).GroupBy(place => (place.At.File, place.Workload));
        return [.. scan.Pods.Select(known.OfPods), .. tasks.Select(task => known.OfTask([.. task]))];
    }

    private PlannedWorkload OfPods(ScannedPods scanned)
    {
        var (pods, pod) = (scanned.Pods, scanned.Pods.Class.Pod);
        var images = pods.Class.Images.Where(image => !image.IsVolume).DistinctBy(image => image.Name).ToArray();
        var worst = images.Select(OfImage).DefaultIfEmpty(new(Readiness.Unknown, "it names no image", null)).MaxBy(one => one.Readiness)!;
        if (Placer.OsOf(pod) is not "linux" and var os) worst = new(Readiness.Blocked, $"its pods are for {os}, of which there are no Arm machines", null);
        if (pods.Class.Refusals is [var refusal, ..]) worst = new(Readiness.Change, $"an API server refuses it: {refusal}", "mend the manifest");
        if (worst.Readiness == Readiness.Ready) worst = Pin(scanned) ?? Gpu(scanned) ?? worst;
        return new()
        {
            Name = pods.Workload,
            At = scanned.At,
            Owners = [.. _owners[(scanned.At.File, pods.Workload)]],
            Readiness = worst.Readiness,
            Because = worst.Because,
            ToDo = worst.ToDo,
            RunsOnAmd64 = PodArchitectures.Of(pods.Class.Images, "linux", _known).All?.Contains("amd64") == true,
            KeepsState = scanned.KeepsState,
            Pods = pods,
        };
    }

    // What every image of it allows, and something written does not.
    private Reason? Pin(ScannedPods scanned)
    {
        var pod = scanned.Pods.Class.Pod;
        var placement = Placer.Place(pod, PodArchitectures.Of(scanned.Pods.Class.Images, "linux", _known), new());
        if (placement.Possible.Contains("arm64")) return null;
        return pod.NodeName is { } bound
            ? new(Readiness.Change, $"it is bound to the node {bound}", "leave spec.nodeName out, so that it is scheduled")
            : new(Readiness.Change, "its images run on arm64, and its selector or affinity keeps it off", "archway fix --rule K101 --rule K102 --rule K104 takes that away");
    }

    // An image that runs on Arm may still find no GPU there.
    private Reason? Gpu(ScannedPods scanned)
    {
        if (!scanned.Pods.Class.Pod.Requests.All.Any(one => GpuAsk.IsGpu(one.Key))) return null;
        if (_gpus.WhyNone is { } none) return new(Readiness.Unknown, $"it asks for a GPU, and {none}", null);
        var judged = scanned.Pods.Class.Images.Where(image => !image.IsVolume).Select(image => _known.GetValueOrDefault(image.Name)?.Judgement).OfType<ImageJudgement>();
        return judged.Select(_gpus.WhyNot).FirstOrDefault(why => why is not null) is { } why
            ? new(Readiness.Blocked, $"it asks for a GPU, and {why}", "take an image whose GPU half is built for that machine")
            : null;
    }

    private PlannedWorkload OfTask(ImageOccurrence[] places)
    {
        var images = places.Select(place => new PodImage(place.Container ?? "", place.Written, place.Image, place.Reason)).ToArray();
        var worst = images.Select(OfImage).MaxBy(one => one.Readiness)!;
        return new()
        {
            Name = places[0].Workload!,
            At = places[0].At,
            Owners = places[0].Owners,
            Readiness = worst.Readiness,
            Because = worst.Because,
            ToDo = worst.ToDo,
            RunsOnAmd64 = PodArchitectures.Of(images, "linux", _known).All?.Contains("amd64") == true,
        };
    }

    private Reason OfImage(PodImage image)
    {
        if (image.Image is null) return new(Readiness.Unknown, $"'{image.Written}' of {image.Container}: {image.Reason}", "write the image out, or scan what fills it in");
        if (!_known.TryGetValue(image.Name, out var known)) return new(Readiness.Unknown, $"{image.Name} was not asked for", null);
        var target = known.Judgement.Targets.First(one => one.Platform.Equals(Arm));
        return target.Status switch
        {
            ImageStatus.Ready => new(Readiness.Ready, null, null),
            ImageStatus.Update => new(Readiness.Change, $"{image.Name}: {target.Because}", target.Near is { } near ? $"take {near.Image}" : known.Judgement.Advice.FirstOrDefault()),
            ImageStatus.Rebuild => new(Readiness.Change, $"{image.Name} is {target.Because}", "build it for linux/arm64 too; archway pipeline writes a pipeline that does"),
            ImageStatus.Suspect => new(Readiness.Unknown, $"{image.Name}: {target.Because}", $"look into it with archway image {image.Name} --verify"),
            ImageStatus.Unknown or ImageStatus.Missing => new(Readiness.Unknown, $"{image.Name}: {target.Because}", known.Judgement.Advice.FirstOrDefault()),
            _ => new(Readiness.Blocked, $"{image.Name}: {target.Because}", known.Judgement.Advice.FirstOrDefault()),
        };
    }

    private sealed record Reason(Readiness Readiness, string? Because, string? ToDo);
}
