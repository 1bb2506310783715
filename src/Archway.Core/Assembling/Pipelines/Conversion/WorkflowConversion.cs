using System.Collections.Immutable;
using Archway.Oci;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Assembling.Pipelines.Conversion;

/// <summary>Turns a workflow of GitHub that builds by emulation into one that builds each platform on a machine of its own.</summary>
/// <remarks>
/// A job becomes two. The first, a matrix of the platforms, does the old one's steps up to the build and pushes by digest; the second has the old
/// name, so that whatever needs it waits for what is published, and joins. All else keeps its text.
/// </remarks>
public static class WorkflowConversion
{
    // Far above what GitHub runs; what is written by hand has a hundredth of it.
    private const int MostCharacters = 1_000_000;
    private const int MostLines = 20_000;
    private const int LongestLine = 10_000;

    /// <summary>Converts a workflow; or says why nothing in it can be.</summary>
    public static Parsed<ConvertedWorkflow> Convert(SourceText source, ConversionOptions options)
    {
        var isDos = source.Text.Contains("\r\n", StringComparison.Ordinal);
        SourceText text = new(source.Path, source.Text.Replace("\r\n", "\n", StringComparison.Ordinal));
        if (text.Text.Contains('\r', StringComparison.Ordinal)) return Problem($"{source.Path} is no text of lines: a carriage return stands within one");
        if (text.Text.Length > MostCharacters || text.Text.AsSpan().Count('\n') > MostLines || text.Text.Split('\n').Any(line => line.Length > LongestLine))
            return Problem($"{source.Path} is larger than any workflow: it may have {MostCharacters} characters, {MostLines} lines, and {LongestLine} characters in one");
        List<DataProblem> problems = [];
        DataNode[] documents = [.. YamlReader.ReadDocuments(text, problems)];
        if (problems is [var problem, ..]) return Problem($"{source.Path}:{problem.At.Line}: {problem.Message}");
        if (documents is not [var workflow] || workflow["jobs"] is not DataMapping) return Problem($"{source.Path} is no workflow of GitHub: it has no jobs");
        var converted = Convert(text, workflow, options);
        return converted.Value is { } value && isDos ? Parsed.Value(value with { Text = value.Text.Replace("\n", "\r\n", StringComparison.Ordinal) }) : converted;
    }

    private static Parsed<ConvertedWorkflow> Convert(SourceText source, DataNode workflow, ConversionOptions options)
    {
        WorkflowLines lines = new(source);
        var remarks = ImmutableArray.CreateBuilder<string>();
        List<string> refused = [];
        var written = source.Text.Split('\n').ToList();
        ImmutableArray<(DataMember Member, LineRange Lines)> jobs;
        try
        {
            var top = lines.Members(workflow, lines.Count, "the workflow");
            jobs = lines.Members(workflow["jobs"], top.First(one => one.Member.Key.Value == "jobs").Lines.End, "its list of jobs");
        }
        catch (ConversionException fault)
        {
            return Problem($"{source.Path} cannot be converted: {fault.Message}");
        }

        var isConverted = false;
        // From the last to the first, so that the lines of the others stay where they are.
        foreach (var (member, range) in jobs.Reverse())
        {
            try
            {
                if (EmulatedJob.Of(workflow, member, range, lines, options) is not { } job) continue;
                var steps = JoiningSteps.Of(job, workflow);
                var text = new JobWriter(lines, job, steps, options, workflow).Write();
                written.RemoveRange(range.Start, range.End - range.Start);
                written.InsertRange(range.Start, text);
                remarks.InsertRange(0, ConversionRemarks.On(job, steps));
                isConverted = true;
            }
            catch (ConversionException fault)
            {
                refused.Insert(0, $"job {member.Key.Value}: {fault.Message}");
            }
        }

        if (isConverted && Unreadable(source.Path, string.Join('\n', written)) is { } lost) return Problem($"{source.Path} cannot be converted: what came of it would not be read: {lost}");
        if (isConverted) return Parsed.Value(new ConvertedWorkflow(string.Join('\n', written), [.. remarks, .. refused.Select(reason => $"not converted: {reason}")]));
        return Problem(refused.Count > 0 ? $"{source.Path} cannot be converted: {string.Join("; ", refused)}"
            : $"{source.Path} has no job that builds for several platforms by emulation, with docker/setup-qemu-action and docker/build-push-action");
    }

    // Lines are moved as they are; what is odd in them may mean something else where they come to stand.
    private static string? Unreadable(string path, string text)
    {
        List<DataProblem> problems = [];
        var documents = YamlReader.ReadDocuments(new(path, text), problems).Count();
        return problems is [var problem, ..] ? problem.Message : documents == 1 ? null : "it would be of several parts";
    }

    private static Parsed<ConvertedWorkflow> Problem(string sentence) => Parsed.Problem<ConvertedWorkflow>(sentence);
}
