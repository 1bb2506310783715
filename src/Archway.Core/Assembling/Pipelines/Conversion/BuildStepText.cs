using Archway.Reading.Data;

namespace Archway.Assembling.Pipelines.Conversion;

/// <summary>The text of a step that built for several platforms, so changed that it builds for the one of its machine and pushes by digest.</summary>
/// <param name="lines">The workflow.</param>
/// <param name="step">The step.</param>
/// <param name="build">What it builds.</param>
/// <param name="suffix">What tells it from the job's other builds.</param>
/// <param name="isOfSome">Whether the job has platforms that it does not build for.</param>
internal sealed class BuildStepText(WorkflowLines lines, WorkflowStep step, EmulatedBuild build, string suffix, bool isOfSome)
{
    /// <summary>What the step is called in the job of the platforms.</summary>
    internal string Id => build.Id ?? "platform-build" + suffix;

    /// <summary>Its lines.</summary>
    /// <param name="repositories">The step that tells the repositories of the tags.</param>
    internal IEnumerable<string> Lines(string repositories)
    {
        var members = lines.Members(build.Step, step.Lines.End, "the step that builds");
        var with = members.First(one => one.Member.Key.Value == "with");
        var within = lines.Members(build.With, with.Lines.End, "what the build is given");
        var indent = lines[within[0].Lines.First][..lines.IndentOf(within[0].Lines.First)];
        var column = new string(' ', lines.ColumnOf(with.Member.Key.Start));
        Dictionary<int, (LineRange Range, string[] Text)> changed = [];
        foreach (var (member, range) in members)
            // A condition that stands on the dash's line keeps the dash.
            if (isOfSome && member.Key.Value == "if") changed[range.First] = (range, [lines[range.First][..lines.ColumnOf(member.Key.Start)] + Condition()]);
        foreach (var (member, range) in within)
            if (Changed(member, range, repositories) is { } text) changed[range.First] = (range, [.. text.Select(line => line.Length > 0 ? indent + line : line)]);

        for (var line = step.Lines.Start; line < step.Lines.End; line++)
        {
            if (changed.TryGetValue(line, out var change))
            {
                foreach (var text in change.Text) yield return text;
                line = change.Range.End - 1;
            }
            else
            {
                yield return lines[line];
            }

            if (line == within[^1].Lines.End - 1 && build.IsPushed) yield return $"{indent}outputs: {Outputs()}";
            if (line != members.First(one => one.Member.Key.Value == "uses").Lines.End - 1) continue;
            if (build.Id is null) yield return $"{column}id: {Id}";
            if (isOfSome && build.Step["if"] is null) yield return column + Condition();
        }
    }

    private string Condition() => "if: " + GitHubCondition.Of(
        GitHubCondition.And(build.Step["if"]?.Text, $"contains('{string.Join(',', build.Platforms)},', format('{{0}},', matrix.platform))")!);

    private string Outputs()
    {
        var push = build.PushedIf is null ? "true" : $"${{{{ {GitHubCondition.Bare(build.With["push"]!.Text!)} }}}}";
        return GitHubCondition.Plain($"type=image,push-by-digest=true,name-canonical=true,push={push}");
    }

    // Nothing where it stays as it is, no line where it goes.
    private string[]? Changed(DataMember member, LineRange range, string repositories) => member.Key.Value switch
    {
        "platforms" => ["platforms: ${{ matrix.platform }}"],
        "push" when build.IsPushed => [],
        "tags" when build.IsPushed => [$"tags: ${{{{ steps.{repositories}.outputs.names }}}}"],
        "cache-from" or "cache-to" => [.. CacheScope.PerPlatform(string.Join('\n', lines.In(range with { Start = range.First })), build.With["cache-to"]?.Text ?? "")
            .Split('\n').Select(line => line[Math.Min(line.Length, lines.IndentOf(range.First))..])],
        _ => null,
    };
}
