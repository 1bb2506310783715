using Archway.Judging.Sources.Data;
using Archway.Reading;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>The steps that a job of GitHub Actions needs before it builds for several platforms: emulation, and a builder of buildx.</summary>
internal static class BuilderSteps
{
    internal const string Emulation = "docker/setup-qemu-action";
    private const string Builder = "docker/setup-buildx-action";

    /// <summary>What puts the missing ones in; null where they are not written as a list of lines.</summary>
    internal static Edit[]? Missing(SourceText source, PipelineJob job)
    {
        var hasEmulation = job.Steps.Any(step => step.Action is Emulation);
        var builder = job.Steps.FirstOrDefault(step => step.Action is Builder);
        if (hasEmulation && builder is not null) return [];
        var build = job.Builds.Select(one => one.Step).FirstOrDefault();
        if ((builder ?? build) is not { } before || DataText.DashBefore(source, before.Node.Start) is not { } dash) return null;
        var line = DataText.LineStart(source, dash);
        var (lead, eol) = (source.Text[line..dash], DataText.LineEndAt(source, dash));
        if (!string.IsNullOrWhiteSpace(lead)) return null;
        string[] actions = [.. hasEmulation ? (string[])[] : [$"{Emulation}@v3"], .. builder is not null ? (string[])[] : [$"{Builder}@v3"]];
        var (at, isSpaced) = Above(source, line, lead);
        return [Edit.Of(source, at, 0, string.Concat(actions.Select(action => $"{lead}- uses: {action}{eol}{(isSpaced ? eol : "")}")))];
    }

    // A comment above a step is of that step; and where steps have a line between them, the new one has.
    private static (int At, bool IsSpaced) Above(SourceText source, int line, string lead)
    {
        while (line > 0)
        {
            var previous = DataText.LineStart(source, line - 1);
            var text = source.Text.AsSpan(previous, line - 1 - previous);
            if (!text.StartsWith(lead, StringComparison.Ordinal) || text.TrimStart() is not ['#', ..]) return (line, text.IsWhiteSpace());
            line = previous;
        }

        return (line, false);
    }
}
