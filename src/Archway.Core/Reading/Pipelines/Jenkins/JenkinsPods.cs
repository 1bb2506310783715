using Archway.Reading.Data;
using Archway.Reading.Kubernetes;

namespace Archway.Reading.Pipelines.Jenkins;

/// <summary>The pods of Kubernetes agents, written as YAML within a Jenkinsfile.</summary>
/// <param name="context">Where to put what is found.</param>
/// <param name="values">What the file's variables stand for.</param>
internal sealed class JenkinsPods(ReadingContext context, GroovyValues values)
{
    internal void Read(GroovyToken text)
    {
        var start = text.Start;
        // A backslash keeps the line's end behind the quotes out of the text.
        if (context.Source.Text.AsSpan(start, text.Length).StartsWith("\\")) start++;
        List<DataProblem> problems = [];
        ReadingContext pod = new(context.Source, context.Tree);
        foreach (var root in EmbeddedYaml.Read(context.Source, start, text.End, problems))
            if (Resource.Is(root) || root["spec"] is not null) new ResourceWalk(pod, OccurrenceKind.Jenkins).Walk(root);
        foreach (var found in pod.Occurrences) context.Add(text.Kind == GroovyKind.FilledText ? Filled(found) : found);
        context.Problems.AddRange(problems);
    }

    private ImageOccurrence Filled(ImageOccurrence found) => !found.Written.Contains('$', StringComparison.Ordinal) ? found
        : ReadingContext.Occurrence(found.At, found.Written, values.Fill(found.Written.Trim()), found.Kind) with
        {
            Workload = found.Workload,
            Container = found.Container,
        };
}
