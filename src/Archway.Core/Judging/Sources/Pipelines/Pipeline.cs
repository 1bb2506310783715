using System.Collections.Immutable;
using Archway.Reading;
using Archway.Reading.Data;
using Archway.Reading.Pipelines;
using Archway.Reading.Pipelines.Azure;
using Archway.Reading.Pipelines.CircleCI;
using Archway.Reading.Pipelines.GitLab;
using Archway.Reading.Pipelines.Jenkins;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>A pipeline as rules look at it: its jobs, whatever service runs them.</summary>
internal sealed class Pipeline
{
    // A job without any of these has nothing to do with images.
    private static readonly string[] OfImages = ["docker", "image", "podman", "buildah", "kaniko", "manifest", "buildx", "buildkit"];
    private static readonly string[] Joining = ["imagetools", "manifest create", "manifest push", "manifest-tool", "docker-manifest"];
    // Words without which nothing is built, pushed or fetched for one platform.
    private static readonly string[] Marks = ["docker", "buildah", "podman", "kaniko", "nerdctl", "arm", "Docker@"];

    // Every rule about pipelines looks at the same one, one document after the other.
    [ThreadStatic] private static (WeakReference<SourceDocument> Document, Pipeline? Pipeline) _last;

    private readonly Lazy<bool> _namesArm;

    private Pipeline(SourceDocument document, PipelineService service, ImmutableArray<PipelineJob> jobs)
    {
        (Source, Service, Jobs, Builds) = (document.Source, service, jobs, document.Builds);
        _namesArm = new(FindArm);
    }

    internal SourceText Source { get; }

    internal PipelineService Service { get; }

    /// <summary>What it builds, with the Dockerfiles that could be told.</summary>
    internal ImmutableArray<ImageBuild> Builds { get; }

    internal ImmutableArray<PipelineJob> Jobs { get; }

    /// <summary>Whether the file speaks of Arm where it makes images, so that it builds for it in a way of its own, or joins images of several platforms.</summary>
    internal bool NamesArm => _namesArm.Value;

    /// <summary>The pipeline that a document is; null where it is none, or does nothing with images.</summary>
    internal static Pipeline? Of(SourceDocument document)
    {
        if (ServiceOf(document) is not { } service) return null;
        if (_last.Document?.TryGetTarget(out var last) != true || !ReferenceEquals(last, document)) _last = (new(document), Read(document, service));
        return _last.Pipeline;
    }

    private static Pipeline? Read(SourceDocument document, PipelineService service)
    {
        if (Throwaway.IsFile(document.Source.Path) || !Marks.Any(mark => document.Source.Text.Contains(mark, StringComparison.Ordinal))) return null;
        var (source, root) = (document.Source, (document as DataDocument)?.Root);
        ImmutableArray<PipelineJob> jobs = service switch
        {
            PipelineService.GitHub => [.. GitHubJobs.In(source, root!)],
            PipelineService.GitLab => [.. GitLabJobMachines.In(source, root!)],
            PipelineService.CircleCI => [.. CircleCIJobs.In(source, root!)],
            PipelineService.Azure => [.. AzureJobs.In(source, root!)],
            PipelineService.CloudBuild => [.. CloudBuildJobs.In(source, root!)],
            PipelineService.CodeBuild => [.. CodeBuildJobs.In(source, root!)],
            PipelineService.Bitbucket => [.. BitbucketJobs.In(source, root!)],
            PipelineService.Drone or PipelineService.Woodpecker => [.. ContainerJobs.In(source, root!, service)],
            PipelineService.Jenkins => [.. JenkinsJobs.In(source)],
            _ => [],
        };
        return jobs.IsEmpty ? null : new(document, service, jobs);
    }

    /// <summary>What runs a document as a pipeline; null where nothing does.</summary>
    internal static PipelineService? ServiceOf(SourceDocument document) => document switch
    {
        JenkinsDocument => PipelineService.Jenkins,
        DataDocument data => data.Format switch
        {
            GitHubWorkflow or GitHubAction => PipelineService.GitHub,
            GitLabPipeline => PipelineService.GitLab,
            CircleCIConfig => PipelineService.CircleCI,
            AzurePipeline => PipelineService.Azure,
            CloudBuildConfig => PipelineService.CloudBuild,
            CodeBuildSpec => PipelineService.CodeBuild,
            BitbucketPipeline => PipelineService.Bitbucket,
            DronePipeline => PipelineService.Drone,
            WoodpeckerWorkflow => PipelineService.Woodpecker,
            _ => null,
        },
        _ => null,
    };

    private bool FindArm()
    {
        var text = Source.Text;
        foreach (var mark in Joining)
            if (text.Contains(mark, StringComparison.Ordinal)) return true;
        var next = 0;
        for (int from = 0, at; from < text.Length && (at = ArmWords.First(text.AsSpan(from))) >= 0;)
        {
            from += at + 1;
            if (IsComment(text, from - 1)) continue;
            // Jobs come in the order of the text, and so do the words.
            while (next < Jobs.Length && EndOf(Jobs[next].Node) < from) next++;
            if (Jobs.Length == 1 || next == Jobs.Length) return true;
            var job = Jobs[next].Node;
            if (job.Start >= from || IsOfImages(job)) return true;
            // What else that job says is nothing of images either.
            from = Math.Max(from, EndOf(job));
        }

        return false;
    }

    private static int EndOf(DataNode job) => job.Start + job.Length;

    private bool IsOfImages(DataNode job)
    {
        var text = Source.Text.AsSpan(job.Start, Math.Min(job.Length, Source.Text.Length - job.Start));
        foreach (var mark in OfImages)
            if (text.Contains(mark, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static bool IsComment(string text, int offset)
    {
        for (var at = offset - 1; at >= 0 && offset - at < 1000 && text[at] != '\n'; at--)
            if (text[at] == '#' && (at == 0 || char.IsWhiteSpace(text[at - 1]))) return true;
        return false;
    }
}
