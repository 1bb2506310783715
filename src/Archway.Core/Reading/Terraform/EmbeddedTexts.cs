using Archway.Reading.Data;
using Archway.Reading.Hcl;
using Archway.Reading.Helm;
using Archway.Reading.Kubernetes;
using Archway.Reading.Nomad;

namespace Archway.Reading.Terraform;

/// <summary>Documents of other kinds within a resource's texts: a job, Kubernetes resources, a chart's values.</summary>
/// <param name="context">Where to put what is found.</param>
/// <param name="workload">The resource's address.</param>
internal sealed class EmbeddedTexts(ReadingContext context, string workload)
{
    internal void AddJob(HclValue? text)
    {
        // One in a file of its own is read there.
        if (text?.Node is not HclTemplate job) return;
        var body = HclReader.Read(context.Source, job.Start, job.Start + job.Length, context.Problems);
        NomadJobs.Add(text.Of(body), context, workload);
    }

    internal void AddResources(HclValue? text) =>
        AddYaml(text, (inner, root) =>
        {
            if (Resource.Is(root)) new ResourceWalk(inner).Walk(root);
        });

    internal void AddValues(HclValue? text) => AddYaml(text, (inner, root) => new ValuesWalk(inner, chart: null, workload).Walk(root));

    private void AddYaml(HclValue? text, Action<ReadingContext, DataNode> read)
    {
        if (text?.Node is HclCall { Name: "yamldecode", Arguments: [var only] }) text = text.Of(only);
        if (text?.Node is not HclTemplate yaml) return;
        List<DataProblem> problems = [];
        foreach (var root in YamlReader.ReadDocuments(context.Source, yaml.Start, yaml.Start + yaml.Length, problems))
        {
            ReadingContext inner = new(context.Source, context.Tree);
            read(inner, root);
            foreach (var found in inner.Occurrences) context.AddOneOfSeveral(Filled(found, text.Scope));
        }
        var mayNameImages = context.Source.Text.AsSpan(yaml.Start, yaml.Length).Contains("image", StringComparison.OrdinalIgnoreCase);
        if (mayNameImages) context.Problems.AddRange(problems);
    }

    /// <summary>The occurrence with the expressions of its text filled in.</summary>
    private static ImageOccurrence Filled(ImageOccurrence found, HclScope scope)
    {
        if (!found.Written.Contains("${", StringComparison.Ordinal)) return found;
        if (HclReader.ReadTemplate(found.Written, 0, found.Written.Length) is not { } template) return found;
        var text = HclEvaluation.Text(new(new(found.At.File, found.Written), template, scope));
        return ReadingContext.Occurrence(found.At, found.Written, text, found.Kind) with { Workload = found.Workload, Container = found.Container };
    }
}
