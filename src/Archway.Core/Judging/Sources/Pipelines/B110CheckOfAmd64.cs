using Archway.Reading.Data;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>A scan or test of an image that looks at what it is on amd64 alone, where the pipeline builds it for other platforms as well.</summary>
internal sealed class B110CheckOfAmd64() : PipelineRule("B110", Severity.Warning)
{
    private static readonly string[] Programs = ["trivy", "grype", "syft", "snyk", "container-structure-test", "dive", "scout"];
    private static readonly string[] Actions = ["docker/scout-action", "aquasecurity/trivy-action", "snyk/actions/docker"];
    private const int MostChecks = 500;
    private const string Option = "--platform";
    private const string Amd64 = "linux/amd64";

    protected override IEnumerable<SourceFinding> Check(Pipeline pipeline, RuleContext context)
    {
        if (pipeline.Jobs.SelectMany(job => job.Builds).Select(build => build.IsPublished ? build.Platforms?.Foreign(context) : null)
            .FirstOrDefault(platform => platform is not null) is not { } foreign) yield break;
        var places = pipeline.Jobs.SelectMany(job => job.Steps).SelectMany(step => Of(step)).Take(MostChecks).ToArray();
        foreach (var (tool, platform, start, length) in places)
            if (platform == Amd64 && !places.Any(other => other.Tool == tool && other.Platform != Amd64))
                yield return Found(pipeline.Source, start, length,
                    $"{tool} looks at the image for {Amd64} alone, and the one for {foreign} is published as well: run it for each platform", null, foreign);
    }

    /// <summary>What a step looks at images with, and for which platform.</summary>
    private static IEnumerable<(string Tool, string Platform, int Start, int Length)> Of(PipelineStep step)
    {
        if (Actions.Contains(step.Action))
        {
            if ((step.With?["platform"] ?? step.Node["env"]?["TRIVY_PLATFORM"]) is DataScalar platform)
                yield return (step.Action!, platform.Value, platform.Start, platform.Length);
            else if (step.With?["args"] is DataScalar { Value: var arguments } given && arguments.IndexOf(Option + "=", StringComparison.Ordinal) is >= 0 and var at)
                yield return (step.Action!, arguments[(at + Option.Length + 1)..].Split(' ')[0], given.Start, given.Length);
        }

        foreach (var command in step.Commands)
        {
            var tool = Array.Find(Programs, program => command.Texts[0] == program || (command.Texts[0] == "docker" && command.Texts.Contains(program)));
            if (tool is null) continue;
            for (var i = 1; i < command.Words.Count; i++)
            {
                var word = command.Words[i];
                if (word.Text == Option && i + 1 < command.Words.Count) yield return (tool, command.Texts[i + 1], command.Words[i + 1].Start, command.Words[i + 1].End - command.Words[i + 1].Start);
                else if (word.Text.StartsWith(Option + "=", StringComparison.Ordinal))
                    yield return (tool, word.Text[(Option.Length + 1)..], word.Start, word.End - word.Start);
            }
        }
    }
}
