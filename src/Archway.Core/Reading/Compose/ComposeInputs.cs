using Archway.Oci;
using Archway.Reading.Data;

namespace Archway.Reading.Compose;

/// <summary>What a service's <c>build</c> gives its Dockerfile.</summary>
/// <remarks><see href="https://github.com/compose-spec/compose-spec/blob/main/build.md"/></remarks>
internal static class ComposeInputs
{
    /// <summary>Its arguments and its other contexts.</summary>
    internal static BuildInputs Of(ComposeValue build)
    {
        var file = build.File;
        var inputs = BuildInputs.None;
        foreach (var (name, value) in Entries(build.Node["args"]))
        {
            // Without a value it is the environment's, and where that has none the Dockerfile's own.
            if ((value is null ? OfEnvironment(file, name) : file.Fill(value)) is { } given) inputs = inputs.With(name, given, file.Source);
        }

        foreach (var (name, _) in Entries(build.Node["additional_contexts"])) inputs = inputs.WithContext(name);
        return inputs;
    }

    private static Parsed<string>? OfEnvironment(ComposeFile file, string name) => file.Fill($"${{{name}}}") is { Value: not null } known ? known : null;

    /// <summary>The entries of a mapping, or of a list of <c>name=value</c>; the value is null where none is written.</summary>
    private static IEnumerable<(string Name, string? Value)> Entries(DataNode? node) =>
        (node?.Members ?? []).Where(member => member.Value is DataScalar)
            .Select(member => (member.Key.Value, member.Value is DataScalar { IsNull: false } value ? value.Value : null))
            .Concat((node?.Items ?? []).OfType<DataScalar>().Select(item => Entry(item.Value)));

    private static (string Name, string? Value) Entry(string item) =>
        item.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals ? (item[..equals], item[(equals + 1)..]) : (item, null);
}
