using Archway.Oci;
using Archway.Reading.Builds;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines;

/// <summary>A Bitbucket pipeline: the images of its steps and services, and the pipes that are images.</summary>
/// <remarks><see href="https://support.atlassian.com/bitbucket-cloud/docs/bitbucket-pipelines-configuration-reference/"/></remarks>
internal sealed class BitbucketPipeline : IDataFormat
{
    private const string Docker = "docker://";

    public bool Recognises(SourceText source, DataNode root) =>
        root is DataMapping && source.Name is "bitbucket-pipelines.yml" or "bitbucket-pipelines.yaml";

    public void Read(DataNode root, ReadingContext context)
    {
        AddImage(root, null, null, context);
        foreach (var (name, service) in root["definitions"]?["services"]?.Members ?? []) AddImage(service, null, name.Value, context);
        ReadSteps(root, context);
    }

    /// <summary>Reads the steps, however deep parallel ones, stages and branches put them.</summary>
    private static void ReadSteps(DataNode node, ReadingContext context)
    {
        foreach (var item in node.Items) ReadSteps(item, context);
        foreach (var (key, value) in node.Members)
        {
            if (key.Value == "step" && value is DataMapping) ReadStep(value, context);
            else ReadSteps(value, context);
        }
    }

    private static void ReadStep(DataNode step, ReadingContext context)
    {
        var name = step["name"]?.Text;
        AddImage(step, name, null, context);
        foreach (var part in (string[])["script", "after-script"])
        {
            ScriptBuilds.Add(step[part], null, context);
            foreach (var command in step[part]?.Items ?? [])
                if (command["pipe"] is DataScalar pipe && pipe.Value.StartsWith(Docker, StringComparison.Ordinal)) AddPipe(pipe, name, context);
        }
    }

    private static void AddPipe(DataScalar pipe, string? step, ReadingContext context)
    {
        var image = pipe.Value[Docker.Length..].Trim();
        context.Add(ReadingContext.Occurrence(context.At(pipe, image), image, Parsed.Value(image), OccurrenceKind.Bitbucket) with { Workload = step });
    }

    private static void AddImage(DataNode owner, string? step, string? service, ReadingContext context)
    {
        var image = owner["image"];
        if ((image is DataMapping ? image["name"] : image) is DataScalar { IsNull: false, Value.Length: > 0 } written)
            context.Add(written, OccurrenceKind.Bitbucket, step, service);
    }
}
