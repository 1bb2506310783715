using Archway.Gpu.Images;
using Archway.Gpu.Images.Fitting;
using Archway.Reading;

namespace Archway.Judging.Rules;

/// <summary>A workload of a cluster whose image is built for Jetson boards: it is of linux/arm64, starts on Arm servers, and finds no GPU there.</summary>
internal sealed class G102ImageOfJetson() : GpuRule("G102")
{
    // In a Compose file such an image stands for the one board that it is written for.
    protected override (Severity Severity, string Message)? Find(ImageOccurrence place, ImageJudgement image, TargetJudgement target)
    {
        if (target.Platform is not { Os: "linux", Architecture: "arm64" }) return null;
        if (place.Kind is not (OccurrenceKind.KubernetesContainer or OccurrenceKind.ComposeImage) || SignOf(place, image) is not { } sign) return null;
        return (place.Kind == OccurrenceKind.KubernetesContainer ? Severity.Warning : Severity.Note,
            $"{place.Name} is built for Tegra (Jetson), as {sign} says: on Arm servers, Grace and DGX Spark it finds no GPU, though it is of {target.Platform}; "
            + "there it takes one built for SBSA, such as nvidia/cuda or those of NVIDIA's catalog without -igpu");
    }

    private static string? SignOf(ImageOccurrence place, ImageJudgement image)
    {
        if (GpuImages.Find(image.Facts)?.On("arm64") is { } entry)
            return entry.Family == GpuFamily.Tegra ? entry.Marks.First(mark => mark.Meaning.Contains("Tegra", StringComparison.Ordinal)).Signal switch
            {
                var name when name == image.Facts.Image => "its name",
                var signal => signal,
            } : null;
        return place.Image is { } named && GpuImage.IsNamedForTegra(named.ToString()) ? "its name" : null;
    }
}
