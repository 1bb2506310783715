using Archway.Reading.Data;

namespace Archway.Reading.Builds;

/// <summary>A Skaffold configuration: the images it builds.</summary>
/// <remarks><see href="https://skaffold.dev/docs/references/yaml/"/></remarks>
internal sealed class SkaffoldFile : IDataFormat
{
    public bool Recognises(SourceText source, DataNode root) => root["apiVersion"]?.Text?.StartsWith("skaffold/", StringComparison.Ordinal) ?? false;

    public void Read(DataNode root, ReadingContext context)
    {
        foreach (var part in (root["profiles"]?.Items ?? []).Prepend(root))
            foreach (var artifact in part["build"]?["artifacts"]?.Items ?? [])
            {
                // Either member may be missing; a Dockerfile is looked for in the folder that is built.
                if ((artifact["image"] ?? artifact["imageName"]) is not DataScalar image) continue;
                var folder = artifact["context"]?.Text ?? artifact["workspace"]?.Text ?? ".";
                var builder = artifact["docker"] ?? artifact["kaniko"];
                var file = (builder?["dockerfile"] ?? builder?["dockerfilePath"])?.Text ?? "Dockerfile";
                context.Builds.Add(new(context.At(image), image.Value, BuildFiles.Find(context.Tree, [context.Source.Folder], folder, $"{folder}/{file}")));
            }
    }
}
