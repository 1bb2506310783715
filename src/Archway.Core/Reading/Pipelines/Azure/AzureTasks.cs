using Archway.Reading.Builds;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines.Azure;

/// <summary>The tasks that build images.</summary>
/// <remarks><see href="https://learn.microsoft.com/azure/devops/pipelines/tasks/reference/docker-v2"/></remarks>
internal static class AzureTasks
{
    /// <summary>Notes what a <c>Docker</c> task builds.</summary>
    internal static void AddBuilds(string task, DataNode inputs, AzureScope scope, ReadingContext context)
    {
        var isBuild = inputs["command"]?.Text?.ToLowerInvariant() is null or "build" or "buildandpush" or "build an image";
        if (!isBuild || !task.StartsWith("Docker@", StringComparison.Ordinal)) return;
        if ((inputs["repository"] ?? inputs["imageName"]) is not DataScalar { IsNull: false } image) return;
        // The service connection knows the registry; here it is one that is not told.
        var registry = inputs["containerRegistry"] is null ? "" : "$(containerRegistry)/";
        var file = (inputs["Dockerfile"] ?? inputs["dockerfile"] ?? inputs["dockerFile"])?.Text;
        var folder = inputs["buildContext"]?.Text;
        var path = file is null || file.Contains('*', StringComparison.Ordinal) ? null : PathOf(file, scope);
        var dockerfile = path is null ? null : BuildFiles.Find(context.Tree, [""], folder ?? ".", path);
        foreach (var filled in scope.FillEach(image.Value.Trim()))
            foreach (var tag in Tags(inputs["tags"]?.Text))
                context.Builds.Add(new(context.At(image), registry + (filled.Value ?? image.Value.Trim()) + (tag.Length == 0 ? "" : ":" + tag), dockerfile));
    }

    /// <summary>The tags written; an empty one where none is.</summary>
    private static string[] Tags(string? tags) =>
        tags?.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } written ? written : [""];

    /// <summary>A path within the repository, which is what the sources' folder holds when the pipeline runs.</summary>
    private static string PathOf(string file, AzureScope scope)
    {
        var path = file.Trim();
        foreach (var root in (string[])["$(Build.SourcesDirectory)/", "$(System.DefaultWorkingDirectory)/", "$(Build.Repository.LocalPath)/"])
            if (path.StartsWith(root, StringComparison.OrdinalIgnoreCase)) path = path[root.Length..];
        return scope.FillEach(path).First().Value ?? path;
    }
}
