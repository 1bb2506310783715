using Archway.Reading.Data;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>The runner of a job of GitHub Actions.</summary>
/// <remarks><see href="https://docs.github.com/en/actions/reference/runners/github-hosted-runners"/></remarks>
internal static class GitHubMachine
{
    internal static JobMachine Of(DataNode? runsOn, GitHubValues values)
    {
        var labels = runsOn is DataScalar one ? [one] : ((runsOn as DataMapping)?["labels"] is DataScalar label ? [label]
            : (runsOn as DataMapping)?["labels"]?.Items ?? runsOn?.Items ?? []).OfType<DataScalar>().ToArray();
        var kinds = Machines.None;
        foreach (var written in labels)
        {
            if (values.Of(written.Value.Trim()) is not { } names) return JobMachine.Unknown;
            foreach (var name in names) kinds |= KindOf(name);
        }

        return kinds == Machines.None ? JobMachine.Unknown : new(kinds);
    }

    private static Machines KindOf(string label) => label switch
    {
        // Of those some have Arm processors too: windows-11-arm.
        _ when label.StartsWith("windows", StringComparison.OrdinalIgnoreCase) || label.StartsWith("macos", StringComparison.OrdinalIgnoreCase) => Machines.Other,
        _ when ArmWords.IsIn(label) => Machines.Arm,
        _ when label.StartsWith("ubuntu", StringComparison.Ordinal) => Machines.Amd64,
        _ when label.ToLowerInvariant() is "x64" or "amd64" or "x86_64" => Machines.Amd64,
        _ when label.ToLowerInvariant() is "self-hosted" or "linux" => Machines.None,
        _ => Machines.Unknown,
    };
}
