using System.Text.RegularExpressions;
using Archway.Oci;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines;

/// <summary>A development container's image; its Dockerfile is read as any other, and its features are no images that run.</summary>
/// <remarks><see href="https://containers.dev/implementors/json_reference/"/></remarks>
internal sealed partial class DevContainerFile : IDataFormat
{
    public bool Recognises(SourceText source, DataNode root) => root is DataMapping && source.Name is "devcontainer.json" or ".devcontainer.json";

    public void Read(DataNode root, ReadingContext context)
    {
        if (root["image"] is DataScalar { IsNull: false } image)
            context.Add(image, PipelineVariables.Fill(image.Value.Trim(), Variable(), Find), OccurrenceKind.DevContainer, root["name"]?.Text);
    }

    /// <summary>A variable of the person's machine is known by its default alone.</summary>
    private static Parsed<string> Find(string variable) => variable.Split(':', 3) is ["localEnv" or "env", _, var fallback]
        ? Parsed.Value(fallback)
        : Parsed.Problem<string>($"{variable} has a value only on the machine that opens the container");

    [GeneratedRegex(@"\$\{([^{}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
