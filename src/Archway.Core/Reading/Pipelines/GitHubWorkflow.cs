using Archway.Reading.Data;

namespace Archway.Reading.Pipelines;

/// <summary>A GitHub Actions workflow: its jobs' containers and services, and steps that are images.</summary>
/// <remarks><see href="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax"/>; Gitea and Forgejo read the same files.</remarks>
internal sealed class GitHubWorkflow : IDataFormat
{
    private static readonly string[] Folders = [".github/workflows", ".gitea/workflows", ".forgejo/workflows"];

    public bool Recognises(SourceText source, DataNode root) =>
        root["jobs"] is DataMapping jobs
        && (RepositoryOf(source.Folder) is not null
            || jobs.Entries.Any(job => job.Value["runs-on"] is not null && job.Value["steps"] is not null));

    /// <summary>The folder of the repository to which a folder of workflows belongs; null when it is another kind of folder.</summary>
    internal static string? RepositoryOf(string folder) => Folders.Where(known => ("/" + folder).EndsWith("/" + known, StringComparison.Ordinal))
        .Select(known => folder[..^known.Length].TrimEnd('/')).FirstOrDefault();

    public void Read(DataNode root, ReadingContext context)
    {
        foreach (var (key, job) in root["jobs"]!.Members)
        {
            GitHubExpressions expressions = new(root, job, () => GitHubCalls.Of(root, context));
            Add(job["container"] is DataMapping container ? container["image"] : job["container"], expressions, key.Value, null, context);
            foreach (var service in job["services"]?.Members ?? []) Add(service.Value["image"], expressions, key.Value, service.Key.Value, context);
            GitHubSteps.Read(job["steps"], expressions, key.Value, context);
        }
    }

    private static void Add(DataNode? image, GitHubExpressions expressions, string job, string? service, ReadingContext context)
    {
        if (image is DataScalar { IsNull: false, Value.Length: > 0 } written) GitHubSteps.Add(written, written.Value, expressions, job, service, context);
    }
}
