using Archway.Reading.Builds;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines;

/// <summary>An action of GitHub Actions, which may run an image or have steps that do.</summary>
/// <remarks><see href="https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax"/></remarks>
internal sealed class GitHubAction : IDataFormat
{
    public bool Recognises(SourceText source, DataNode root) => source.Name is "action.yml" or "action.yaml" && root["runs"]?["using"] is DataScalar;

    public void Read(DataNode root, ReadingContext context)
    {
        GitHubExpressions expressions = new(root, null, () => []);
        var name = root["name"]?.Text;
        if (root["runs"]!["image"] is DataScalar { IsNull: false } image)
        {
            GitHubSteps.AddUsed(image, expressions, name, null, context);
            // Anything but docker:// is a Dockerfile beside the action.
            if (BuildFiles.Find(context.Tree, [context.Source.Folder], ".", image.Value.Trim()) is { } dockerfile)
                context.Builds.Add(new(context.At(image), null, dockerfile));
        }

        GitHubSteps.Read(root["runs"]!["steps"], expressions, name, context);
    }
}
