using System.Collections.Immutable;
using Archway.Oci;
using Archway.Oci.References;

namespace Archway.Reading;

/// <summary>What a build gives its Dockerfile: values for its arguments, and contexts that stand in the place of images and stages.</summary>
/// <remarks><see href="https://docs.docker.com/reference/cli/docker/buildx/build/#build-context"/></remarks>
internal sealed class BuildInputs : IEquatable<BuildInputs>
{
    private const string Latest = ":latest";

    private readonly ImmutableSortedDictionary<string, Parsed<string>> _arguments;
    private readonly ImmutableSortedSet<string> _contexts;

    private BuildInputs(ImmutableSortedDictionary<string, Parsed<string>> arguments, ImmutableSortedSet<string> contexts) =>
        (_arguments, _contexts) = (arguments, contexts);

    /// <summary>Those of a build that gives none, so that the Dockerfile's own defaults stand.</summary>
    internal static BuildInputs None { get; } = new(ImmutableSortedDictionary.Create<string, Parsed<string>>(StringComparer.Ordinal), []);

    /// <summary>These with a value for an argument, in place of one before; or with the reason why the value cannot be told.</summary>
    /// <param name="name">The argument.</param>
    /// <param name="value">Its value.</param>
    /// <param name="file">The file that gives it.</param>
    internal BuildInputs With(string name, Parsed<string> value, SourceText file) =>
        new(_arguments.SetItem(name, value.Problem is { } problem ? Parsed.Problem<string>($"ARG {name} is set in {file.Path}: {problem}") : value), _contexts);

    /// <summary>These with a context of that name.</summary>
    internal BuildInputs WithContext(string name) => new(_arguments, _contexts.Add(Familiar(name)));

    /// <summary>These without the values that cannot be told; itself where all can.</summary>
    internal BuildInputs WithoutUnknown() => _arguments.Values.All(value => value.Value is not null)
        ? this
        : new(_arguments.RemoveRange(_arguments.Where(argument => argument.Value.Value is null).Select(argument => argument.Key)), _contexts);

    /// <summary>The arguments that are given something.</summary>
    internal IEnumerable<string> Arguments => _arguments.Keys;

    /// <summary>What an argument is given; null when it is given nothing.</summary>
    internal Parsed<string>? Find(string argument) => _arguments.TryGetValue(argument, out var value) ? value : null;

    /// <summary>Whether a context stands in the place of the image or stage of that name.</summary>
    internal bool HasContext(string name) => _contexts.Count > 0 && _contexts.Contains(Familiar(name));

    /// <summary>Whether a build with the others is the same.</summary>
    public bool Equals(BuildInputs? other) =>
        other is not null && _contexts.SetEquals(other._contexts) && _arguments.Count == other._arguments.Count
        && _arguments.All(argument => other._arguments.TryGetValue(argument.Key, out var value) && value == argument.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as BuildInputs);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = new();
        foreach (var (name, value) in _arguments)
        {
            hash.Add(name);
            hash.Add(value);
        }
        foreach (var context in _contexts) hash.Add(context);
        return hash.ToHashCode();
    }

    // A context is found under every spelling of its name: alpine, alpine:latest, docker.io/library/alpine.
    private static string Familiar(string name)
    {
        if (name.EndsWith(Latest, StringComparison.Ordinal)) name = name[..^Latest.Length];
        return ImageReference.Read(name).Value?.ToString() ?? name;
    }
}
