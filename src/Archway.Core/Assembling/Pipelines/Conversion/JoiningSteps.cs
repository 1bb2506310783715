using System.Collections.Immutable;
using Archway.Reading.Data;

namespace Archway.Assembling.Pipelines.Conversion;

/// <summary>Which steps of a job are done where a platform is built, and which where the images are joined.</summary>
/// <param name="Before">The places of those that come before the joining, of the steps up to the last build.</param>
/// <param name="After">The places of those that follow it.</param>
/// <param name="Building">The places of those that are done where a platform is built.</param>
internal sealed record JoiningSteps(ImmutableHashSet<int> Before, ImmutableArray<int> After, ImmutableArray<int> Building)
{
    /// <summary>Divides the steps.</summary>
    /// <exception cref="ConversionException">One of them would be done more than once, or would miss something.</exception>
    internal static JoiningSteps Of(EmulatedJob job, DataNode workflow)
    {
        var steps = job.Steps;
        // What uses what an earlier build published waits for the joining.
        var builds = job.Builds.Values.Select(build => build.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
        ImmutableHashSet<int> waiting = [.. Enumerable.Range(0, job.LastBuild).Where(i => !job.Builds.ContainsKey(i) && steps[i].Names.Any(builds.Contains))];
        if (Enumerable.Range(0, job.LastBuild).Except(waiting).FirstOrDefault(i => steps[i].IsDoneOnce, -1) is >= 0 and var once)
            throw new ConversionException($"its step '{steps[once].Name}' comes before the build and would be done once for each platform: move it behind the build, or into a job of its own");
        string[] kept = [.. job.Builds.Values.Select(build => build.With["cache-to"]?.Text ?? "").SelectMany(FoldersIn)];
        ImmutableArray<int> behind = [.. Enumerable.Range(job.LastBuild + 1, steps.Length - job.LastBuild - 1)];
        if (!job.IsPushed) return new([], [], [.. Enumerable.Range(0, steps.Length)]);
        // What moves a cache about is of the machine that built.
        ImmutableArray<int> moving = [.. behind.Where(i => steps[i].IsCache || (steps[i].Script is { } script && kept.Any(folder => script.Contains(folder, StringComparison.Ordinal))))];
        ImmutableArray<int> after = [.. behind.Except(moving)];
        if (after.FirstOrDefault(i => steps[i].Action == WorkflowStep.Build, -1) is >= 0 and var more)
            throw new ConversionException($"its step '{steps[more].Name}' builds on what the one before it published: give it a job of its own");
        var before = BeforeJoining(job, workflow, after, waiting);
        Check(job, before, after);
        return new(before, after, [.. Enumerable.Range(0, job.LastBuild + 1).Except(waiting), .. moving]);
    }

    private static ImmutableHashSet<int> BeforeJoining(EmulatedJob job, DataNode workflow, ImmutableArray<int> after, ImmutableHashSet<int> waiting)
    {
        var steps = job.Steps;
        int[] usable = [.. Enumerable.Range(0, job.LastBuild).Where(i => !steps[i].IsOfBuilding && !job.Builds.ContainsKey(i))];
        var texts = string.Join('\n', job.Builds.Values.Select(build => $"{build.With["tags"]?.Text}\n{build.PublishedIf}").Concat(after.Select(i => steps[i].Text))
            .Append(TextOf(job.Node["outputs"])));
        // Logins, and what is told to them, to the tags and to what follows.
        HashSet<int> needed = [.. usable.Where(i => steps[i].IsLogin || waiting.Contains(i))];
        for (var grew = true; grew;)
        {
            var names = WorkflowStep.StepsNamed(texts).Concat(needed.SelectMany(i => steps[i].Names)).ToHashSet(StringComparer.Ordinal);
            var known = needed.Count;
            needed.UnionWith(usable.Where(i => steps[i].Id is { } id && names.Contains(id)));
            grew = needed.Count > known;
        }

        var all = texts + string.Join('\n', needed.Select(i => steps[i].Text));
        var isWritten = !steps.Take(job.LastBuild).Any(step => step.MaySetVariables) || WorkflowStep.VariablesNamed(all).All(name => workflow["env"]?[name] is not null || job.Node["env"]?[name] is not null);
        // Programs rest on what nobody can tell: files, tools, a variable that another set.
        var isTold = isWritten && after.Concat(waiting).All(i => steps[i].OnlyTells) && needed.All(i => !steps[i].IsProgram || steps[i].IsLogin || steps[i].OnlyTells);
        if (isTold) return [.. needed];
        // What follows a build that is only tried tries it, and there is nothing to try where images are joined.
        var tried = Enumerable.Range(0, job.LastBuild).FirstOrDefault(i => steps[i].Action == WorkflowStep.Build && !job.Builds.ContainsKey(i), -1);
        return [.. usable.Where(i => tried < 0 || i < tried || needed.Contains(i) || !steps[i].IsProgram || steps[i].MaySetVariables)];
    }

    private static void Check(EmulatedJob job, ImmutableHashSet<int> before, ImmutableArray<int> after)
    {
        var builds = job.Builds.Values.Select(build => build.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var there = before.Concat(after).Select(i => job.Steps[i].Id).OfType<string>().Concat(builds).ToHashSet(StringComparer.Ordinal);
        foreach (var (what, text) in after.Concat(before).Select(i => ($"its step '{job.Steps[i].Name}'", job.Steps[i].Text))
            .Append(("what it tells other jobs", TextOf(job.Node["outputs"]))))
        {
            if (WorkflowStep.StepsNamed(text).FirstOrDefault(name => !there.Contains(name)) is { } missing)
                throw new ConversionException($"{what} uses what the step {missing} tells, which is not there where the images are joined");
            foreach (var build in builds)
                if (text.Contains($"steps.{build}.outputs.imageid", StringComparison.Ordinal) || text.Contains($"steps.{build}.outputs.metadata", StringComparison.Ordinal))
                    throw new ConversionException($"{what} uses the image id or the metadata of one build, and there is one for each platform then");
        }
    }

    private static string TextOf(DataNode? node) => node is null ? "" : node.Text ?? string.Join('\n', node.Members.Select(member => TextOf(member.Value)).Concat(node.Items.Select(TextOf)));

    private static IEnumerable<string> FoldersIn(string cache) => cache.Split([',', '\n', ' '], StringSplitOptions.RemoveEmptyEntries)
        .Where(part => part.StartsWith("dest=", StringComparison.Ordinal)).Select(part => part["dest=".Length..]).Where(folder => folder.Length > 1);
}
