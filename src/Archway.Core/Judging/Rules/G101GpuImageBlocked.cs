using Archway.Reading;

namespace Archway.Judging.Rules;

/// <summary>A workload that asks for a GPU and whose image does not run on the platform: emulation, which may carry others over, gives it none.</summary>
internal sealed class G101GpuImageBlocked() : ImageRule("G101", Severity.Blocker)
{
    protected override string? Message(ImageOccurrence place, TargetJudgement target) => !DoesNotRun(target) || place.Gpu is not { } gpu
        ? null
        : $"{place.Name} does not run on {target.Platform} and is to have a GPU ({gpu}): {target.Because}; emulation cannot give it one, since the libraries "
            + $"of the driver on such a machine are of {target.Platform.Architecture}";
}
