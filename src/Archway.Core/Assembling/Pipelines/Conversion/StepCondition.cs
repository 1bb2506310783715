namespace Archway.Assembling.Pipelines.Conversion;

/// <summary>The condition of a step, with one more put to it.</summary>
internal static class StepCondition
{
    /// <summary>The lines of a step that uses an action, which then is done under that condition too.</summary>
    internal static IEnumerable<string> Added(WorkflowLines lines, WorkflowStep step, string condition)
    {
        var members = lines.Members(step.Node, step.Lines.End, $"its step '{step.Name}'");
        var text = "if: " + GitHubCondition.Of(GitHubCondition.And(step.Node["if"]?.Text, condition)!);
        var written = members.FirstOrDefault(one => one.Member.Key.Value == "if");
        var uses = members.First(one => one.Member.Key.Value == "uses");
        for (var line = step.Lines.Start; line < step.Lines.End; line++)
        {
            if (written.Member is not null && line == written.Lines.First)
            {
                // A condition that stands on the dash's line keeps the dash.
                yield return lines[line][..lines.ColumnOf(written.Member.Key.Start)] + text;
                line = written.Lines.End - 1;
                continue;
            }

            yield return lines[line];
            if (written.Member is null && line == uses.Lines.End - 1) yield return new string(' ', lines.ColumnOf(uses.Member.Key.Start)) + text;
        }
    }
}
