using Archway.Reading.Data;

namespace Archway.Reading.Builds;

/// <summary>A buildx bake file in JSON: the images of its targets.</summary>
/// <remarks><see href="https://docs.docker.com/build/bake/reference/"/></remarks>
internal sealed class BakeFile : IDataFormat
{
    public bool Recognises(SourceText source, DataNode root) =>
        source.Name.Contains("bake", StringComparison.OrdinalIgnoreCase) && root["target"] is DataMapping;

    public void Read(DataNode root, ReadingContext context)
    {
        foreach (var (_, target) in root["target"]!.Members)
        {
            var folder = target["context"]?.Text ?? ".";
            var dockerfile = BuildFiles.Find(context.Tree, [context.Source.Folder, ""], folder, $"{folder}/{target["dockerfile"]?.Text ?? "Dockerfile"}");
            foreach (var tag in (target["tags"]?.Items ?? []).OfType<DataScalar>()) context.Builds.Add(new(context.At(tag), tag.Value, dockerfile));
        }
    }
}
