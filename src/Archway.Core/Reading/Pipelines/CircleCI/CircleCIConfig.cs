using Archway.Reading.Data;

namespace Archway.Reading.Pipelines.CircleCI;

/// <summary>A CircleCI configuration: the images of its jobs, executors and inline orbs.</summary>
/// <remarks><see href="https://circleci.com/docs/reference/configuration-reference/"/></remarks>
internal sealed class CircleCIConfig : IDataFormat
{
    public bool Recognises(SourceText source, DataNode root) =>
        root is DataMapping && $"/{source.Folder}/".Contains("/.circleci/", StringComparison.Ordinal);

    public void Read(DataNode root, ReadingContext context) => new CircleCIWalk(root, context).Walk();
}
