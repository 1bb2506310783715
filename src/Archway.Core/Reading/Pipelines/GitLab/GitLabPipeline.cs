using Archway.Reading.Builds;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines.GitLab;

/// <summary>A GitLab CI configuration: the images of its jobs and of their services.</summary>
/// <remarks><see href="https://docs.gitlab.com/ci/yaml/"/></remarks>
internal sealed class GitLabPipeline : IDataFormat
{
    public bool Recognises(SourceText source, DataNode root) =>
        root is DataMapping
        && (source.Name.Contains("gitlab-ci", StringComparison.OrdinalIgnoreCase)
            || $"/{source.Folder}/".Contains("/.gitlab/", StringComparison.Ordinal)
            || $"/{source.Folder}/".Contains("/.gitlab-ci/", StringComparison.Ordinal));

    public bool IsIncluded(DataNode root, ReadingContext context) => root is DataMapping && GitLabFiles.Of(context.Tree).Include(context.Source.Path);

    public void Read(DataNode root, ReadingContext context)
    {
        DataNode[] pipeline = [.. GitLabFiles.Of(context.Tree).Around(root, context)];
        GitLabVariables variables = new(pipeline, new(pipeline), context);
        ReadJob(root, null, variables, context);
        foreach (var (name, job) in GitLabJobs.In(root)) ReadJob(job, name, variables, context);
    }

    private static void ReadJob(DataNode job, string? name, GitLabVariables variables, ReadingContext context)
    {
        if (job["image"] is { } image) Add(image, image, name, null, variables, context);
        if (job["services"] is { } services)
            foreach (var service in services.Items) Add(service, services, name, service["alias"]?.Text ?? "service", variables, context);
        foreach (var step in (string[])["before_script", "script", "after_script"])
            ScriptBuilds.Add(job[step], null, context);
    }

    private static void Add(DataNode image, DataNode place, string? name, string? service, GitLabVariables variables, ReadingContext context)
    {
        if ((image is DataMapping ? image["name"] : image) is not DataScalar { IsNull: false, Value.Length: > 0 } written) return;
        context.AddEach(written, variables.Fill(written.Value.Trim(), place, name), OccurrenceKind.GitLab, name, service);
    }
}
