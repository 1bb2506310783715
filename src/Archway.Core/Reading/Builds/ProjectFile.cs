using Archway.Reading.Data;

namespace Archway.Reading.Builds;

/// <summary>The <c>builds</c> of the target's own <c>archway.yaml</c>: images that nothing else in the sources says are built here.</summary>
internal sealed class ProjectFile : IDataFormat
{
    public bool Recognises(SourceText source, DataNode root) => source.Path is "archway.yaml" or "archway.yml";

    public void Read(DataNode root, ReadingContext context)
    {
        foreach (var build in root["builds"]?.Items ?? [])
            if (build["image"] is DataScalar image)
                context.Builds.Add(new(context.At(image), image.Value, build["dockerfile"]?.Text is { } file ? SourceTree.Normalise(file) : null));
    }
}
