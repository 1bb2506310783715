using Archway.Reading.Builds;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines.GitLab;

/// <summary>A GitLab CI configuration: the images of its jobs and of their services.</summary>
/// <remarks><see href="https://docs.gitlab.com/ci/yaml/"/></remarks>
internal sealed class GitLabPipeline : IDataFormat
{
    private static readonly string[] NoJobs = ["variables", "stages", "include", "workflow", "cache", "spec", "image", "services"];

    public bool Recognises(SourceText source, DataNode root) =>
        root is DataMapping
        && (source.Name.Contains("gitlab-ci", StringComparison.OrdinalIgnoreCase)
            || $"/{source.Folder}/".Contains("/.gitlab/", StringComparison.Ordinal)
            || $"/{source.Folder}/".Contains("/.gitlab-ci/", StringComparison.Ordinal));

    public void Read(DataNode root, ReadingContext context)
    {
        GitLabVariables variables = new(root, context);
        ReadJob(root, null, variables, context);
        foreach (var (key, job) in root.Members)
            if (!NoJobs.Contains(key.Value)) ReadJob(job, key.Value, variables, context);
    }

    private static void ReadJob(DataNode job, string? name, GitLabVariables variables, ReadingContext context)
    {
        Add(job["image"], job, name, null, variables, context);
        foreach (var service in job["services"]?.Items ?? []) Add(service, job, name, service["alias"]?.Text ?? "service", variables, context);
        foreach (var step in (string[])["before_script", "script", "after_script"])
            ScriptBuilds.Add(job[step], null, context);
    }

    private static void Add(DataNode? image, DataNode job, string? name, string? service, GitLabVariables variables, ReadingContext context)
    {
        if ((image is DataMapping ? image["name"] : image) is not DataScalar { IsNull: false, Value.Length: > 0 } written) return;
        context.AddEach(written, variables.Fill(written.Value.Trim(), job, name), OccurrenceKind.GitLab, name, service);
    }
}
