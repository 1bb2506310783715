using System.Collections.Immutable;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Configuring;

/// <summary>What a scanned tree says of itself, in the <c>archway.yaml</c> at its root.</summary>
/// <remarks>
/// Whoever proposes a change to the tree may write it. So it sets nothing beyond what stands here, and a report tells what it changed.
/// </remarks>
public sealed record TreeConfiguration
{
    private static readonly string[] Names = ["archway.yaml", "archway.yml"];

    /// <summary>Its name.</summary>
    public required string File { get; init; }

    /// <summary>What it asks of rules; the last one counts of several on one rule.</summary>
    public ImmutableArray<RuleSetting> Rules { get; init; } = [];

    /// <summary>The folders and files it asks to pass by, as patterns of <c>.gitignore</c>.</summary>
    public ImmutableArray<string> Exclude { get; init; } = [];

    /// <summary>The images that it says are built from the tree, which nothing else there shows.</summary>
    public ImmutableArray<ImageBuild> Builds { get; init; } = [];

    /// <summary>What in it was not taken, and why.</summary>
    public ImmutableArray<DataProblem> Problems { get; init; } = [];

    /// <summary>The configuration of a folder; null when it has none, or the target is one file.</summary>
    public static TreeConfiguration? Find(SourceTree tree)
    {
        string[] files = tree.OnlyFile is null ? [.. Names.Where(tree.HasFile)] : [];
        if (files is not [var file, .. var others]) return null;
        var read = tree.ReadText(file);
        var own = read.TryGetValue(out var source)
            ? new TreeConfigurationReader(new(source, tree)).Read()
            : new() { File = file, Problems = [Problem(file, read.Problem!)] };
        return own with { Problems = [.. own.Problems, .. others.Select(other => Problem(other, $"{file} stands beside it, and is taken instead"))] };
    }

    private static DataProblem Problem(string file, string message) => new(new(file, 1, 1, 0), message);
}
