using Archway.Oci;
using Archway.Reading.Builds;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines;

/// <summary>A buildspec of AWS CodeBuild: the images that a batch's builds run in, and what its commands build.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html"/></remarks>
internal sealed class CodeBuildSpec : IDataFormat
{
    // Images of the service itself, which no registry has under that name.
    private const string Own = "aws/codebuild/";

    public bool Recognises(SourceText source, DataNode root) =>
        root["version"] is DataScalar && (root["phases"] is DataMapping || root["batch"] is DataMapping)
        && (source.Name.Contains("buildspec", StringComparison.OrdinalIgnoreCase) || root["phases"]?["build"]?["commands"] is DataSequence);

    public void Read(DataNode root, ReadingContext context)
    {
        foreach (var list in (string[])["build-list", "build-graph", "build-fanout"])
            foreach (var build in root["batch"]?[list]?.Items ?? []) Add(build["env"]?["image"], build["identifier"]?.Text, context);
        foreach (var values in (string[])["static", "dynamic"]) Add(root["batch"]?["build-matrix"]?[values]?["env"]?["image"], null, context);
        foreach (var (_, phase) in root["phases"]?.Members ?? [])
            foreach (var part in (string[])["commands", "finally"]) ScriptBuilds.Add(phase[part], null, context);
    }

    private static void Add(DataNode? image, string? build, ReadingContext context)
    {
        foreach (var written in image is DataScalar one ? [one] : (image?.Items ?? []).OfType<DataScalar>())
            if (!written.IsNull) context.Add(written, Resolve(written.Value.Trim()), OccurrenceKind.CodeBuild, build);
    }

    private static Parsed<string> Resolve(string image) => image.StartsWith(Own, StringComparison.Ordinal)
        ? Parsed.Problem<string>("it is an image of CodeBuild itself, which it keeps for each architecture under another name")
        : Parsed.Value(image);
}
