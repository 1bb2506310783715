using Archway.Judging;
using Archway.Judging.Clusters;
using Archway.Oci.Platforms;
using Archway.Placing;
using Archway.Placing.Ecs;
using Archway.Placing.Images;
using Archway.Reading.Ecs.Live;

namespace Archway.Scanning;

/// <summary>What the capacity of live clusters of Amazon ECS has to do with what runs on it.</summary>
internal static class EcsFindings
{
    internal static IEnumerable<Finding> Of(EcsLook look, IReadOnlyDictionary<string, ImageJudgement> judged, CancellationToken cancellationToken)
    {
        var instances = look.Instances.Where(instance => instance.TakesTasks).GroupBy(instance => instance.Cluster)
            .ToDictionary(own => own.Key, own => new EcsCapacity([.. own]), StringComparer.Ordinal);
        var managed = look.Providers.Where(provider => provider.IsManaged).Select(provider => provider.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var workload in look.Workloads)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var found = workload.IsOnFargate ? OnFargate(workload, judged)
                // AWS makes instances as tasks ask for them.
                : workload.Providers.Any(managed.Contains) ? []
                : instances.TryGetValue(workload.Cluster, out var capacity) ? OnInstances(workload, capacity, judged)
                : [];
            foreach (var finding in found) yield return finding;
        }
    }

    private static IEnumerable<Finding> OnFargate(EcsWorkload workload, IReadOnlyDictionary<string, ImageJudgement> judged) =>
        workload.OfFargate is not { } platform ? []
        : from crash in Crashes(workload, platform, judged)
          select E103CrashesToday.OnFargate(crash.Place, crash.Because, platform, workload.AsksFor is not null);

    private static IEnumerable<Finding> OnInstances(EcsWorkload workload, EcsCapacity capacity, IReadOnlyDictionary<string, ImageJudgement> judged)
    {
        var taking = capacity.Taking(workload);
        foreach (var alike in taking.Where(instance => instance.Platform is not null).GroupBy(instance => instance.Platform!.Canonical))
            foreach (var (place, because) in Crashes(workload, alike.First().Platform!, judged))
                yield return E103CrashesToday.OnInstances(place, because, alike.First().Platform!, [.. alike.Select(instance => instance.Id)], taking.Length, workload.IsDaemon);
        // What runs somewhere is taken there, whatever is known of it.
        if (workload is { Running: 0, Desired: > 0, OfFargate: { } asked, AsksFor: not null, Places: [var first, ..] } && capacity.Of(workload).ToArray() is { Length: > 0 } scope
            && scope.All(instance => instance.Platform is { } own && own.Architecture != asked.Architecture))
            yield return E103CrashesToday.Nowhere(first, asked, string.Join(" and ", scope.Select(instance => instance.Platform!.ToString()).Distinct().Order(StringComparer.Ordinal)), scope.Length);
    }

    private static IEnumerable<(Reading.ImageOccurrence Place, string Because)> Crashes(EcsWorkload workload, Platform platform, IReadOnlyDictionary<string, ImageJudgement> judged) =>
        from place in workload.Places
        where place.Image is not null && judged.ContainsKey(place.Image.ToString())
        let verdict = new ImagePlatforms(judged[place.Image!.ToString()]).On(platform) as Verdict.CannotRun
        where verdict is not null
        select (place, verdict.Because);
}
