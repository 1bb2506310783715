using System.Text.RegularExpressions;
using Archway.Oci;
using Archway.Reading.Builds;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines;

/// <summary>A Google Cloud Build configuration: the images that its steps run in, and those that they build.</summary>
/// <remarks><see href="https://cloud.google.com/build/docs/build-config-file-schema"/></remarks>
internal sealed partial class CloudBuildConfig : IDataFormat
{
    // Google's own builders, which run nowhere else.
    private static readonly string[] Builders = ["gcr.io/cloud-builders/", "gcr.io/google.com/cloudsdktool/"];

    public bool Recognises(SourceText source, DataNode root) =>
        root["steps"] is DataSequence { Nodes: [DataMapping, ..] } steps
        && root["apiVersion"] is null
        && steps.Nodes.All(step => step["name"] is DataScalar)
        && (source.Path.Contains("cloudbuild", StringComparison.OrdinalIgnoreCase)
            || steps.Nodes.Any(step => Builders.Any(builder => step["name"]!.Text!.StartsWith(builder, StringComparison.Ordinal))));

    public void Read(DataNode root, ReadingContext context)
    {
        foreach (var step in root["steps"]!.Items)
        {
            if (step["name"] is not DataScalar { IsNull: false } image) continue;
            var resolved = PipelineVariables.Fill(image.Value.Trim(), Substitution(), name => Find(root, name));
            context.Add(image, resolved, OccurrenceKind.CloudBuildStep, step["id"]?.Text);
            AddBuilds(root, step, image, context);
        }
    }

    private static void AddBuilds(DataNode root, DataNode step, DataScalar builder, ReadingContext context)
    {
        var folder = step["dir"]?.Text;
        ScriptBuilds.Add(step["script"], folder, context);
        DataScalar[] arguments = [.. (step["args"]?.Items ?? []).OfType<DataScalar>()];
        List<string> words = [.. arguments.Select(argument => argument.Value)];
        if (words is ["-c" or "-ec" or "-exc", _, ..])
        {
            ScriptBuilds.Add(arguments[1], folder, context);
            return;
        }

        // The builder's own name says which tool the arguments are for.
        var build = words is ["build", ..] or ["buildx", "build", ..] ? BuildCommand.Of(["docker", .. words])
            : builder.Value.Contains("kaniko-project/executor", StringComparison.Ordinal) ? BuildCommand.Read(words, 0)
            : null;
        if (build is null) return;
        var inputs = CommandInputs.Of(build, new("", name => Find(root, name)), context.Source);
        var dockerfile = BuildFiles.Find(context.Tree, [folder ?? "", context.Source.Folder, ""], build.Context, build.File);
        foreach (var name in build.Names.DefaultIfEmpty(null))
        {
            var place = name is null ? null : arguments.FirstOrDefault(argument => argument.Value.EndsWith(name, StringComparison.Ordinal));
            context.Builds.Add(new(context.At(place ?? arguments.FirstOrDefault() ?? builder), name, dockerfile) { Inputs = inputs });
        }
    }

    private static Parsed<string> Find(DataNode root, string name) =>
        root["substitutions"]?[name] is DataScalar value ? Parsed.Value(value.Value)
        : name.StartsWith('_') ? Parsed.Problem<string>($"{name} has no value under substitutions")
        : Parsed.Problem<string>($"{name} is set by Cloud Build when the build runs");

    [GeneratedRegex(@"\$\{([A-Z_][A-Z0-9_]*)\}|\$([A-Z_][A-Z0-9_]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Substitution();
}
