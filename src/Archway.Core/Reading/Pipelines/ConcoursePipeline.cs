using Archway.Oci;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines;

/// <summary>A Concourse pipeline or task: the images that its tasks run in and that its own resource types are.</summary>
/// <remarks>
/// What a pipeline's resources fetch may be of any kind, so only a type of Concourse's own says that a repository is an image's.
/// <see href="https://concourse-ci.org/docs/tasks/"/>
/// </remarks>
internal sealed class ConcoursePipeline : IDataFormat
{
    public bool Recognises(SourceText source, DataNode root) =>
        (root["platform"] is DataScalar && root["run"] is DataMapping && root["image_resource"] is DataMapping)
        || (root["jobs"]?.Items.Any(job => job["plan"] is DataSequence) ?? false)
        || (root["resource_types"]?.Items.Any(type => type["source"] is DataMapping) ?? false);

    public void Read(DataNode root, ReadingContext context)
    {
        foreach (var type in root["resource_types"]?.Items ?? []) Add(type, null, type["name"]?.Text, context);
        AddTasks(root, null, context);
    }

    /// <summary>Reads the tasks, which may be written within a job's plan at any depth.</summary>
    private static void AddTasks(DataNode node, string? job, ReadingContext context)
    {
        foreach (var item in node.Items) AddTasks(item, item["plan"] is null ? job : item["name"]?.Text, context);
        foreach (var (key, value) in node.Members)
        {
            if (key.Value == "image_resource") Add(value, job, node["task"]?.Text, context);
            else AddTasks(value, job, context);
        }
    }

    private static void Add(DataNode resource, string? job, string? name, ReadingContext context)
    {
        var source = resource["source"];
        if (resource["type"]?.Text is not ("registry-image" or "docker-image") || source?["repository"] is not DataScalar { IsNull: false } repository) return;
        var (tag, digest) = (source["tag"]?.Text ?? resource["version"]?["tag"]?.Text, resource["version"]?["digest"]?.Text);
        var image = repository.Value.Trim() + (string.IsNullOrEmpty(tag) ? "" : ":" + tag) + (string.IsNullOrEmpty(digest) ? "" : "@" + digest);
        context.Add(repository, Resolve(image), OccurrenceKind.Concourse, job, name);
    }

    private static Parsed<string> Resolve(string image)
    {
        var open = image.IndexOf("((", StringComparison.Ordinal);
        var close = open < 0 ? -1 : image.IndexOf("))", open, StringComparison.Ordinal);
        return close < 0 ? Parsed.Value(image) : Parsed.Problem<string>($"{image[open..(close + 2)]} is given when the pipeline is set");
    }
}
