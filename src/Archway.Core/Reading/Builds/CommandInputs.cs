using Archway.Oci;
using Archway.Reading.Data;

namespace Archway.Reading.Builds;

/// <summary>What a command, or settings in its place, gives a Dockerfile: <c>NAME=value</c> and <c>NAME=docker-image://alpine:3</c>.</summary>
internal static class CommandInputs
{
    private const string Image = "docker-image://";

    /// <summary>The inputs of a command in a script.</summary>
    /// <param name="command">The command.</param>
    /// <param name="values">What the script's variables hold.</param>
    /// <param name="source">The file that the script stands in.</param>
    internal static BuildInputs Of(BuildCommand command, ScriptValues values, SourceText source)
    {
        var inputs = WithContexts(BuildInputs.None, command.Contexts);
        foreach (var argument in command.Arguments)
        {
            var (name, value) = Entry(argument);
            var given = values.Fill(value ?? $"${{{name}}}");
            // Without a value it is the environment's, and where that has none the Dockerfile's own.
            if (value is not null || given.Value is not null) inputs = inputs.With(name, Known(given), source);
        }
        return inputs;
    }

    /// <summary>The inputs with the contexts among them.</summary>
    internal static BuildInputs WithContexts(BuildInputs inputs, IEnumerable<string> contexts) =>
        contexts.Select(context => Entry(context).Name).Aggregate(inputs, (all, name) => all.WithContext(name));

    /// <summary>The images among the contexts, as written.</summary>
    internal static IEnumerable<string> Images(IEnumerable<string> contexts) =>
        contexts.Select(context => Entry(context).Value).OfType<string>().Where(value => value.StartsWith(Image, StringComparison.Ordinal))
            .Select(value => value[Image.Length..]);

    /// <summary>The name and the value of an entry; the value is null where none is written.</summary>
    internal static (string Name, string? Value) Entry(string entry) =>
        entry.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals ? (entry[..equals], entry[(equals + 1)..]) : (entry, null);

    /// <summary>A value that has no gap left in it, or which it has.</summary>
    internal static Parsed<string> Known(Parsed<string> value) =>
        value.Value is { } text && Placeholder.Find(text) is { } gap ? Parsed.Problem<string>(Placeholder.Reason(gap)) : value;
}
