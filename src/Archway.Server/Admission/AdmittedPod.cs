using System.Collections.Immutable;
using Archway.Oci;
using Archway.Placing.Images;
using Archway.Placing.Manifests;
using Archway.Placing.Scheduling;
using Archway.Reading.Data;
using Archway.Server.Lookups;

namespace Archway.Server.Admission;

/// <summary>A pod that is to be admitted, as far as it is looked at, within bounds.</summary>
/// <param name="Spec">What it is to be.</param>
/// <param name="Pod">What it says to the scheduler.</param>
/// <param name="Images">The images that it names.</param>
internal sealed record AdmittedPod(DataNode Spec, Pod Pod, ImmutableArray<PodImage> Images)
{
    // Nobody writes as much; and what is held against each other takes time as the product of both.
    private const int MostTerms = 200;
    private const int MostExpressions = 2000;
    private const int MostImages = 200;
    private const int MostSecrets = 8;

    /// <summary>The pull secrets that it names.</summary>
    internal ImmutableArray<string> PullSecrets =>
        [.. (Spec["imagePullSecrets"]?.Items ?? []).Select(one => one["name"]?.Text).OfType<string>().Distinct().Take(MostSecrets)];

    /// <summary>The images to be asked for.</summary>
    internal List<WantedImage> Wanted
    {
        get
        {
            List<WantedImage> wanted = [];
            HashSet<string>? always = null;
            foreach (var list in (ReadOnlySpan<string>)["initContainers", "containers", "ephemeralContainers"])
                foreach (var container in Spec[list]?.Items ?? [])
                    if (container["imagePullPolicy"]?.Text == "Always" && container["image"]?.Text is { } image) (always ??= new(StringComparer.Ordinal)).Add(image);
            foreach (var image in Images)
                if (image is { Image: { } reference, IsVolume: false } && !wanted.Exists(one => one.Name == image.Name))
                    wanted.Add(new(image.Name, reference, always?.Contains(image.Written) == true));
            return wanted;
        }
    }

    /// <summary>Reads a pod, or says why it is not looked at.</summary>
    /// <param name="admitted">The pod as it came.</param>
    internal static Parsed<AdmittedPod> Read(AdmittedObject admitted)
    {
        if (admitted.Spec is not { } spec) return Parsed.Problem<AdmittedPod>("it has no spec, or one that is larger than any");
        if (TooLarge(spec) is { } much) return Parsed.Problem<AdmittedPod>(much);
        return Parsed.Value<AdmittedPod>(new(spec, PodReader.ReadPlace(spec), PodImages.Of(spec, ReadNames.Read)));
    }

    private static string? TooLarge(DataMapping spec)
    {
        var terms = spec["affinity"]?["nodeAffinity"]?["requiredDuringSchedulingIgnoredDuringExecution"]?["nodeSelectorTerms"]?.Items ?? [];
        if (terms.Length > MostTerms) return $"its affinity has {terms.Length} terms, and {MostTerms} at most are looked at";
        if (terms.Sum(term => (term["matchExpressions"]?.Items ?? []).Sum(one => 1 + (one["values"]?.Items.Length ?? 0))) > MostExpressions)
            return $"its affinity has more than {MostExpressions} expressions and values, which are not looked at";
        HashSet<string> images = new(StringComparer.Ordinal);
        foreach (var list in (ReadOnlySpan<string>)["initContainers", "containers", "ephemeralContainers"])
            foreach (var container in spec[list]?.Items ?? [])
                if (container["image"]?.Text is { } image && images.Add(image) && images.Count > MostImages)
                    return $"it names more than {MostImages} images, which are not asked for";
        return null;
    }
}
