using System.Text.RegularExpressions;
using Archway.Oci;
using Archway.Reading.Builds;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines;

/// <summary>A development container's image, or the Dockerfile that it is built from; its features are no images that run.</summary>
/// <remarks><see href="https://containers.dev/implementors/json_reference/"/></remarks>
internal sealed partial class DevContainerFile : IDataFormat
{
    public bool Recognises(SourceText source, DataNode root) => root is DataMapping && source.Name is "devcontainer.json" or ".devcontainer.json";

    public void Read(DataNode root, ReadingContext context)
    {
        if (root["image"] is DataScalar { IsNull: false } image)
            context.Add(image, Fill(image.Value), OccurrenceKind.DevContainer, root["name"]?.Text);
        if ((root["build"]?["dockerfile"] ?? root["dockerFile"]) is DataScalar { IsNull: false } file) AddBuild(file, root["build"]?["args"], context);
    }

    /// <summary>Notes the build, which makes no image that others could name.</summary>
    private static void AddBuild(DataScalar file, DataNode? arguments, ReadingContext context)
    {
        var inputs = BuildInputs.None;
        foreach (var (name, value) in arguments?.Members ?? [])
            if (value is DataScalar { IsNull: false } given) inputs = inputs.With(name.Value, Fill(given.Value), context.Source);
        context.Builds.Add(new(context.At(file), null, BuildFiles.Find(context.Tree, [context.Source.Folder], ".", file.Value)) { Inputs = inputs });
    }

    private static Parsed<string> Fill(string text) => PipelineVariables.Fill(text.Trim(), Variable(), Find);

    /// <summary>A variable of the person's machine is known by its default alone.</summary>
    private static Parsed<string> Find(string variable) => variable.Split(':', 3) is ["localEnv" or "env", _, var fallback]
        ? Parsed.Value(fallback)
        : Parsed.Problem<string>($"{variable} has a value only on the machine that opens the container");

    [GeneratedRegex(@"\$\{([^{}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
