using System.Text.RegularExpressions;
using Archway.Oci;
using Archway.Reading.Builds;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines;

/// <summary>The steps and services of a service where every step runs in a container, as with Drone, Woodpecker and Vela.</summary>
/// <param name="service">What the service is called.</param>
/// <param name="kind">The kind of its occurrences.</param>
/// <param name="matrix">The values that its <c>${VARIABLES}</c> may have.</param>
/// <param name="context">Where to put what is found.</param>
internal sealed partial class ContainerSteps(string service, OccurrenceKind kind, DataNode? matrix, ReadingContext context)
{
    // Plugins that build an image from a Dockerfile and push it under the name in their settings.
    private static readonly string[] Builders =
    [
        "/docker", "/plugin-docker-buildx", "/plugin-kaniko", "/drone-kaniko", "/kaniko", "/vela-docker", "/vela-kaniko",
    ];

    private readonly PipelineMatrix _matrix = new(matrix);

    /// <summary>Reads a list of steps, or steps by their names.</summary>
    internal void Read(DataNode? steps, string? pipeline)
    {
        foreach (var step in steps?.Items ?? []) ReadStep(step, step["name"]?.Text, pipeline);
        foreach (var (name, step) in steps?.Members ?? []) ReadStep(step, name.Value, pipeline);
    }

    /// <summary>Reads one step.</summary>
    internal void ReadStep(DataNode step, string? name, string? pipeline)
    {
        if (step["image"] is DataScalar { IsNull: false, Value.Length: > 0 } image) AddImage(image, name, pipeline);
        if (step["commands"] is { } commands) ScriptBuilds.Add(commands, null, context);
        // Vela calls a plugin's settings parameters; they once stood among the step's own members.
        if (step["image"]?.Text is { } plugin && IsBuilder(plugin)) AddBuilds(step["settings"] ?? step["parameters"] ?? step);
    }

    private void AddImage(DataScalar image, string? step, string? pipeline)
    {
        var text = image.Value.Trim();
        string[] keys = [.. Variable().Matches(text).Select(NameOf).Distinct()];
        var values = _matrix.Combinations(keys).Select(values => PipelineVariables.Fill(text, Variable(), name => Find(name, keys, values))).Distinct();
        context.AddEach(image, values, kind, pipeline, step);
    }

    private Parsed<string> Find(string name, string[] keys, string?[] values) => Array.IndexOf(keys, name) is >= 0 and var i && values[i] is { } value
        ? Parsed.Value(value)
        : Parsed.Problem<string>($"{name} is set by {service} when the pipeline runs");

    private void AddBuilds(DataNode settings)
    {
        var folder = settings["context"]?.Text ?? ".";
        var dockerfile = BuildFiles.Find(context.Tree, [""], folder, settings["dockerfile"]?.Text);
        var inputs = Inputs(settings["build_args"]);
        DataScalar[] names = settings["repo"] is DataScalar one ? [one] : [.. (settings["repo"]?.Items ?? []).OfType<DataScalar>()];
        foreach (var name in names) context.Builds.Add(new(context.At(name), name.Value.Trim(), dockerfile) { Inputs = inputs });
        if (names.Length == 0) context.Builds.Add(new(context.Source.Span(settings.Start, 0), null, dockerfile) { Inputs = inputs });
    }

    /// <summary>The arguments of a build: a mapping, a list of <c>NAME=value</c>, or one text of such entries with commas between them.</summary>
    private BuildInputs Inputs(DataNode? arguments)
    {
        var written = arguments is DataScalar text ? text.Value.Split(',', StringSplitOptions.TrimEntries).Select(CommandInputs.Entry)
            : (arguments?.Items ?? []).OfType<DataScalar>().Select(item => CommandInputs.Entry(item.Value))
                .Concat((arguments?.Members ?? []).Select(member => (member.Key.Value, member.Value.Text)));
        var inputs = BuildInputs.None;
        foreach (var (name, value) in written)
            if (value is not null) inputs = inputs.With(name, PipelineVariables.Fill(value, Variable(), variable => Find(variable, [], [])), context.Source);
        return inputs;
    }

    private static bool IsBuilder(string image)
    {
        var colon = image.LastIndexOf(':');
        var name = colon > image.LastIndexOf('/') ? image[..colon] : image;
        return Builders.Any(builder => name.EndsWith(builder, StringComparison.Ordinal));
    }

    private static string NameOf(Match variable) => variable.Groups.Values.Skip(1).First(group => group.Success).Value;

    [GeneratedRegex(@"\$\{([^{}]*)\}|\$([A-Za-z_][A-Za-z0-9_]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
