using Archway.Gpu.Images.Fitting;
using Archway.Gpu.Images.Requirements;
using Archway.Reading;

namespace Archway.Judging.Rules;

/// <summary>A workload that is to have a GPU and whose image asks for a newer driver on the platform than on x86: what started there may be refused here.</summary>
internal sealed class G109StricterOnArm() : GpuRule("G109")
{
    protected override (Severity Severity, string Message)? Find(ImageOccurrence place, ImageJudgement image, TargetJudgement target)
    {
        if (place.Gpu is not { } gpu || target.Platform.Os != "linux" || GpuImages.Find(image.Facts) is not { } images) return null;
        if (images.On(target.Platform.Architecture) is not { } entry || images.MoreLenientThan(entry) is not { } lenient) return null;
        var asked = entry.Requirements.All is [var only] ? RequirementWords.Of(only) : "all that it requires";
        return (Severity.Note,
            $"{place.Name} is to have a GPU ({gpu}) and takes older drivers on {lenient.Platform} than on {target.Platform}: here it asks for {asked}, and where containers get "
                + "GPUs through the legacy hook (docker --gpus) one that started there is refused; see to the driver of these machines, or take a tag that asks for the same on both");
    }
}
