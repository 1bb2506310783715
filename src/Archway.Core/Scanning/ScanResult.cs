using System.Collections.Immutable;
using Archway.Configuring;
using Archway.Judging;
using Archway.Oci.Platforms;
using Archway.Placing.Scheduling;
using Archway.Reading;
using Archway.Rendering;

namespace Archway.Scanning;

/// <summary>Everything a scan found: what was looked at, what is named there, what is so, and what to think of it.</summary>
public sealed record ScanResult
{
    /// <summary>What was scanned, as the user named it.</summary>
    public required ImmutableArray<string> Targets { get; init; }

    /// <summary>The platforms asked about.</summary>
    public required ImmutableArray<Platform> Platforms { get; init; }

    /// <summary>What was looked at.</summary>
    public required Looked Looked { get; init; }

    /// <summary>Every place that names an image, in the order of targets, files and lines.</summary>
    public required ImmutableArray<ImageOccurrence> Occurrences { get; init; }

    /// <summary>Every image named, worst first, then by name.</summary>
    public required ImmutableArray<ScannedImage> Images { get; init; }

    /// <summary>What stands in the way, in the order of files and lines.</summary>
    public required ImmutableArray<Finding> Findings { get; init; }

    /// <summary>What was found, and does not count because somebody says so.</summary>
    public ImmutableArray<Finding> Suppressed { get; init; } = [];

    /// <summary>The files, and parts of files, that could not be read.</summary>
    public required ImmutableArray<UnparsedFile> Unparsed { get; init; }

    /// <summary>What the targets were compared with, when only changes count; one a target.</summary>
    public ImmutableArray<Comparison> Comparisons { get; init; } = [];

    /// <summary>What the targets' own configurations changed, one a target that has one.</summary>
    public ImmutableArray<AppliedConfiguration> Configurations { get; init; } = [];

    /// <summary>The charts and kustomizations that were not rendered, although that was asked for.</summary>
    public ImmutableArray<NotRendered> NotRendered { get; init; } = [];

    /// <summary>What was looked at of live clusters, one a target that is one.</summary>
    public ImmutableArray<ClusterLook> Clusters { get; init; } = [];

    /// <summary>What makes pods, in the order of targets and files; none unless they were asked for.</summary>
    public ImmutableArray<ScannedPods> Pods { get; init; } = [];

    /// <summary>The machines of live clusters, as a scheduler has them; none unless pods were asked for.</summary>
    public ImmutableArray<Node> Nodes { get; init; } = [];

    /// <summary>What was looked at of Amazon ECS, one a target that is of it.</summary>
    public ImmutableArray<EcsLook> Ecs { get; init; } = [];

    /// <summary>What was looked at of registries of Amazon ECR, one a target that is one.</summary>
    public ImmutableArray<EcrLook> Registries { get; init; } = [];

    /// <summary>What is to be tidied in the lists of what is let be, in a sentence each: entries past their day, and such that let nothing be.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>What rules about sources find in a document, by what this scan knows of images.</summary>
    public required Func<SourceDocument, IEnumerable<Finding>> Judge { get; init; }

    /// <summary>The places whose image cannot be told.</summary>
    public IEnumerable<ImageOccurrence> Unresolved => Occurrences.Where(occurrence => occurrence.Image is null);

    /// <summary>Whether something was not told: an image unknown, a place unresolved, a file unread, a chart not rendered. It is never a yes.</summary>
    public bool LeavesDoubt =>
        Looked.Unresolved > 0 || Looked.Unparsed > 0 || NotRendered.Length > 0
        || Images.Any(image => image.Judgement.Targets.Any(target => target.Status == ImageStatus.Unknown));
}

/// <summary>An image and the places that name it.</summary>
/// <param name="Judgement">What is said of it.</param>
/// <param name="UsedAt">Where it is named, in the order of files and lines.</param>
public sealed record ScannedImage(ImageJudgement Judgement, ImmutableArray<ImageOccurrence> UsedAt);

/// <summary>A file, or the rest of one, that could not be read.</summary>
/// <param name="File">Its path relative to the target.</param>
/// <param name="Line">The line of the trouble, from 1.</param>
/// <param name="Problem">What is wrong, in one sentence.</param>
public sealed record UnparsedFile(string File, int Line, string Problem);

/// <summary>What a scan looked at.</summary>
/// <param name="Files">Files opened.</param>
/// <param name="Documents">Documents in them: a Dockerfile is one, a YAML file may hold many.</param>
/// <param name="References">Places that name an image.</param>
/// <param name="Images">Distinct images named there.</param>
/// <param name="Unresolved">Places whose image cannot be told.</param>
/// <param name="Skipped">Files and folders passed by.</param>
/// <param name="Unparsed">Files, and parts of files, that could not be read.</param>
public sealed record Looked(int Files, int Documents, int References, int Images, int Unresolved, int Skipped, int Unparsed)
{
    /// <summary>Charts and kustomizations rendered; null where that was not asked for.</summary>
    public int? Rendered { get; init; }
}

/// <summary>What was looked at of a live cluster.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Nodes">Its nodes.</param>
/// <param name="Workloads">What makes pods in it, and pods that show what nothing else does.</param>
/// <param name="Pods">The pods that were seen.</param>
public sealed record ClusterLook(string Name, int Nodes, int Workloads, int Pods)
{
    /// <summary>What its nodes are; those alike are one, the most first.</summary>
    public ImmutableArray<NodeSort> Sorts { get; init; } = [];
}

/// <summary>Nodes that are alike.</summary>
/// <param name="Count">How many.</param>
/// <param name="Platform">What they run; null where they do not say.</param>
/// <param name="Os">Their operating system, as they tell it.</param>
/// <param name="Kernel">Their kernel, as they tell it.</param>
/// <param name="Runtime">What runs their containers, as they tell it.</param>
/// <param name="PageSize">The size of their memory's pages in bytes; null where it is not known.</param>
public sealed record NodeSort(int Count, Platform? Platform, string? Os, string? Kernel, string? Runtime, int? PageSize);
