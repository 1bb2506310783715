using System.Globalization;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>The paths of stages of the machine that builds that end in stages of the platform of the build: copied, mounted, or over stages between.</summary>
/// <remarks>
/// In BuildKit (frontend/dockerfile/dockerfile2llb/convert.go) a stage built on another has that one's files and platform, whatever is written for it; what
/// <c>COPY --from</c> and <c>RUN --mount=from=</c> name is a stage by its name or number, or else an image.
/// </remarks>
internal sealed class ShippedPaths
{
    // Each leads to others; nobody copies so much.
    private const int Most = 2000;

    private readonly Dictionary<string, DockerfileStage> _stages = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<(int Stage, string Path)> _paths = [];

    internal ShippedPaths(DockerfileDocument dockerfile)
    {
        foreach (var stage in dockerfile.Stages)
        {
            _stages.TryAdd(stage.Number.ToString(CultureInfo.InvariantCulture), stage);
            if (stage.Name is { } name) _stages.TryAdd(name, stage);
        }

        Queue<(DockerfileStage Stage, string Path)> open = new(dockerfile.Stages.Where(stage => !DockerfileStages.IsOfBuildMachine(dockerfile, stage)).SelectMany(Taken));
        while (open.TryDequeue(out var one) && _paths.Count < Most)
        {
            if (!_paths.Add((one.Stage.Number, one.Path)) || open.Count > Most) continue;
            if (DockerfileStages.ParentOf(dockerfile, one.Stage) is { } parent) open.Enqueue((parent, one.Path));
            foreach (var copy in one.Stage.Instructions)
                foreach (var from in Behind(copy, one.Path)) open.Enqueue(from);
        }
    }

    /// <summary>Whether what lies at a path of a stage is shipped.</summary>
    internal bool Holds(DockerfileStage stage, string path)
    {
        if (!path.StartsWith('/')) return false;
        for (var end = path.TrimEnd('/').Length; end >= 0; end = end == 0 ? -1 : path.LastIndexOf('/', end - 1, end))
            if (_paths.Contains((stage.Number, path[..end]))) return true;
        return false;
    }

    /// <summary>What a stage takes from others.</summary>
    private IEnumerable<(DockerfileStage Stage, string Path)> Taken(DockerfileStage stage)
    {
        foreach (var instruction in stage.Instructions)
        {
            if (instruction.Name == "COPY" && SourceOf(instruction) is { } from)
                foreach (var word in instruction.Words.SkipLast(1)) yield return (from, Of(word.Text));
            if (instruction.Name != "RUN") continue;
            foreach (var mount in instruction.Flags)
                if (mount is { Name: "mount", Value.Text: { } options } && Mounted(options) is var (mounted, source, target))
                    foreach (var path in UsesOf(instruction, target)) yield return (mounted, source + path);
        }
    }

    // What of a mounted folder is used is what the command names; where that is nothing of it, the mount itself is.
    private static string[] UsesOf(DockerfileInstruction run, string target)
    {
        var uses = run.Body.Text.Split([' ', '\t', '\n', '\r', ';', '"', '\''], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.Begins(target + "/")).Select(word => Of(word[target.Length..])).ToArray();
        return uses.Length == 0 && target.Length > 0 ? [""] : uses;
    }

    private (DockerfileStage Stage, string Source, string Target)? Mounted(string options)
    {
        var parts = options.Split(',');
        string? Find(params string[] names) => parts.FirstOrDefault(part => names.Any(name => part.Begins(name + "=")))?.Split('=', 2)[1];
        return Find("from") is { } from && Find("type") is null or "bind" && _stages.GetValueOrDefault(from) is { } stage
            ? (stage, Of(Find("source", "src") ?? ""), Of(Find("target", "dst", "destination") ?? ""))
            : null;
    }

    /// <summary>Where a path of a stage comes from, if an instruction of that stage copies it from another.</summary>
    private IEnumerable<(DockerfileStage Stage, string Path)> Behind(DockerfileInstruction copy, string path)
    {
        if (copy.Name != "COPY" || SourceOf(copy) is not { } from || copy.Words is not [.., var last]) yield break;
        var to = Of(last.Text);
        foreach (var source in copy.Words.SkipLast(1).Select(word => Of(word.Text)))
        {
            var inside = to + source[Math.Max(0, source.LastIndexOf('/'))..];
            if (path == to || to.Begins(path + "/") || path == inside) yield return (from, source);
            // A folder is copied without its own name.
            else if (path.Begins(to + "/")) yield return (from, source + path[to.Length..]);
        }
    }

    private DockerfileStage? SourceOf(DockerfileInstruction copy) =>
        copy.Flags.FirstOrDefault(flag => flag.Name == "from")?.Value?.Text is { } from ? _stages.GetValueOrDefault(from.Trim('"', '\'')) : null;

    // Paths of other stages begin at the root; one with a pattern stands for its folder, and the root is the empty one.
    private static string Of(string path)
    {
        var pattern = path.AsSpan().IndexOfAny('*', '?', '[');
        if (pattern >= 0) path = path[..(path[..pattern].LastIndexOf('/') + 1)];
        path = path.Trim('"', '\'').TrimEnd('/');
        return path.Length == 0 || path[0] == '/' ? path : path == "." ? "" : "/" + path;
    }
}
