using System.Text.RegularExpressions;
using Archway.Oci;
using Archway.Reading.Builds;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines;

/// <summary>A GitLab CI configuration: the images of its jobs and of their services.</summary>
/// <remarks><see href="https://docs.gitlab.com/ci/yaml/"/></remarks>
internal sealed partial class GitLabPipeline : IDataFormat
{
    private static readonly string[] NoJobs = ["variables", "stages", "include", "workflow", "cache", "spec", "image", "services"];

    public bool Recognises(SourceText source, DataNode root) =>
        root is DataMapping
        && (source.Name.Contains("gitlab-ci", StringComparison.OrdinalIgnoreCase)
            || $"/{source.Folder}/".Contains("/.gitlab/", StringComparison.Ordinal)
            || $"/{source.Folder}/".Contains("/.gitlab-ci/", StringComparison.Ordinal));

    public void Read(DataNode root, ReadingContext context)
    {
        ReadJob(root, root, null, context);
        foreach (var (key, job) in root.Members)
            if (!NoJobs.Contains(key.Value)) ReadJob(root, job, key.Value, context);
    }

    private static void ReadJob(DataNode root, DataNode job, string? name, ReadingContext context)
    {
        Add(job["image"], root, job, name, null, context);
        foreach (var service in job["services"]?.Items ?? []) Add(service, root, job, name, service["alias"]?.Text ?? "service", context);
        foreach (var step in (string[])["before_script", "script", "after_script"])
            ScriptBuilds.Add(job[step], null, context);
    }

    private static void Add(DataNode? image, DataNode root, DataNode job, string? name, string? service, ReadingContext context)
    {
        if ((image is DataMapping ? image["name"] : image) is not DataScalar { IsNull: false, Value.Length: > 0 } written) return;
        context.Add(written, PipelineVariables.Fill(written.Value.Trim(), Variable(), Find), OccurrenceKind.GitLab, name, service);

        Parsed<string> Find(string variable)
        {
            var value = Value(job["variables"]?[variable]) ?? Value(root["variables"]?[variable]);
            if (value is not null) return Parsed.Value(value);
            return Parsed.Problem<string>(variable.StartsWith("CI_", StringComparison.Ordinal)
                ? $"{variable} is set by GitLab when the pipeline runs"
                : $"{variable} is not set in this file");
        }
    }

    private static string? Value(DataNode? variable) => (variable is DataMapping ? variable["value"] : variable)?.Text;

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}|\$([A-Za-z_][A-Za-z0-9_]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
