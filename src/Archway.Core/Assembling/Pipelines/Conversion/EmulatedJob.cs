using System.Collections.Immutable;
using Archway.Assembling.Pipelines.Templates;
using Archway.Judging.Sources.Pipelines;
using Archway.Oci.Platforms;
using Archway.Reading.Data;

namespace Archway.Assembling.Pipelines.Conversion;

/// <summary>A job of a workflow that builds images for several platforms on one machine, and can be taken apart.</summary>
internal sealed class EmulatedJob
{
    private const int MostSteps = 200;
    private const int MostBuilds = 20;
    private const string DefaultMachine = "ubuntu-latest";

    private EmulatedJob(DataMember member, LineRange range, ImmutableArray<(DataMember, LineRange)> members, ImmutableArray<WorkflowStep> steps) =>
        (Member, Range, Members, Steps) = (member, range, members, steps);

    internal DataMember Member { get; }

    internal string Id => Member.Key.Value;

    internal DataMapping Node => (DataMapping)Member.Value;

    internal LineRange Range { get; }

    internal ImmutableArray<(DataMember Member, LineRange Lines)> Members { get; }

    internal ImmutableArray<WorkflowStep> Steps { get; }

    /// <summary>The builds, by their place among the steps.</summary>
    internal ImmutableSortedDictionary<int, EmulatedBuild> Builds { get; private init; } = ImmutableSortedDictionary<int, EmulatedBuild>.Empty;

    internal ImmutableArray<PipelinePlatform> Platforms { get; private init; } = [];

    /// <summary>The platforms that no machine runs natively.</summary>
    internal ImmutableHashSet<Platform> Emulated { get; private init; } = [];

    /// <summary>The place of the last build among the steps; what follows uses what was published.</summary>
    internal int LastBuild => Builds.Keys.Last();

    internal bool IsPushed => Builds.Values.Any(build => build.IsPushed);

    /// <summary>Whether something asks for the digest that a step tells.</summary>
    internal bool IsAskedFor(string step) =>
        Steps.Select(one => one.Text).Append(string.Join('\n', (Node["outputs"]?.Members ?? []).Select(member => member.Value.Text))).Any(text => text.Contains($"steps.{step}.outputs.digest", StringComparison.Ordinal));

    /// <summary>The job, where it builds images by emulation; null where it does not.</summary>
    /// <exception cref="ConversionException">It does, and cannot be converted.</exception>
    internal static EmulatedJob? Of(DataNode workflow, DataMember member, LineRange range, WorkflowLines lines, ConversionOptions options)
    {
        if (member.Value is not DataMapping job || job["steps"] is null) return null;
        var emulates = job["steps"]!.Items.Any(step => (step["uses"]?.Text ?? "").Split('@')[0] == WorkflowStep.Emulation);
        if (!emulates) return null;
        GitHubValues values = new(workflow, job);
        var builds = job["steps"]!.Items.Select((step, i) => (i, Build: EmulatedBuild.Of(step, values))).Where(one => one.Build is not null)
            .ToImmutableSortedDictionary(one => one.i, one => one.Build!);
        if (builds.IsEmpty) return null;
        if (builds.Count > MostBuilds || job["steps"]!.Items.Length > MostSteps) throw new ConversionException($"it has more than {MostSteps} steps, or more than {MostBuilds} builds");
        if (job["strategy"] is { } strategy) throw new ConversionException(MatrixProblem(strategy));
        foreach (var (name, why) in Unfit)
            if (job[name] is not null) throw new ConversionException(why);
        var members = lines.Members(job, range.End, "the job");
        var stepsRange = members.First(one => one.Member.Key.Value == "steps").Lines;
        ImmutableArray<WorkflowStep> steps =
            [.. lines.Items(job["steps"], stepsRange.End, "its list of steps").Select(item => new WorkflowStep(item.Item, item.Lines, string.Join('\n', lines.In(item.Lines))))];
        ImmutableArray<Platform> platforms = [.. builds.Values.SelectMany(build => build.Platforms).Distinct()];
        return new(member, range, members, steps)
        {
            Builds = builds,
            Platforms = [.. platforms.Select(platform => new PipelinePlatform(platform, RunnerOf(platform, job, options)))],
            Emulated = [.. platforms.Where(platform => !IsNative(platform) && !IsNamed(platform, options))],
        };
    }

    // All runs of a matrix share the outputs of its job, and each digest has to reach the job that joins.
    private static string MatrixProblem(DataNode strategy)
    {
        string[] keys = [.. (strategy["matrix"]?.Members ?? []).Select(member => member.Key.Value).Where(key => key is not ("include" or "exclude")).Take(5)];
        var named = keys.Length > 0 ? $" ({string.Join(", ", keys)})" : "";
        return $"it has a matrix of its own{named}, whose runs would tell their digests under the same names: move the job into a file of its own that is called "
            + $"(on: workflow_call{(keys.Length > 0 ? $", with {string.Join(", ", keys)} as inputs" : "")}), convert that file, and call it from the matrix with uses:";
    }

    private static readonly (string Member, string Why)[] Unfit =
    [
        ("container", "it runs in a container, whose image would have to be there for each platform: take the container off first"),
        ("services", "it has services, which each machine would have to itself: take what uses them into another job first"),
    ];

    // A processor of amd64 runs programs of 32 bits; Arm servers of today do not.
    private static bool IsNative(Platform platform) => GitHubTemplate.RunnerOf(platform) is not null || platform.Canonical is "linux/386";

    private static bool IsNamed(Platform platform, ConversionOptions options) => options.Runners.Any(runner => runner.Platform.Equals(platform));

    private static string RunnerOf(Platform platform, DataMapping job, ConversionOptions options)
    {
        if (options.Runners.FirstOrDefault(runner => runner.Platform.Equals(platform)) is { } named) return named.Name;
        var written = job["runs-on"]?.Text;
        if (written is not (DefaultMachine or "ubuntu-22.04" or "ubuntu-24.04"))
            throw new ConversionException($"it runs on {written ?? "machines"} of which only you know the processor: name the machine of each platform, --runner {platform}=LABEL");
        return platform.Canonical != "linux/arm64" ? written : written == DefaultMachine ? GitHubTemplate.Arm64 : written + "-arm";
    }
}
