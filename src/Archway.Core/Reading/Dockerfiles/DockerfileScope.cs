using System.Collections.Immutable;
using Archway.Oci;
using Archway.Oci.Platforms;

namespace Archway.Reading.Dockerfiles;

/// <summary>The variables of a Dockerfile at one place in it: those of the build's platforms, of <c>ARG</c> and of <c>ENV</c>.</summary>
internal sealed class DockerfileScope
{
    private readonly ImmutableDictionary<string, string> _builtIn;
    private readonly BuildInputs _inputs;
    private readonly DockerfileScope? _global;
    private readonly Dictionary<string, string?> _values = [];
    private readonly Dictionary<string, string> _reasons = [];
    private readonly char _escape;

    private DockerfileScope(ImmutableDictionary<string, string> builtIn, BuildInputs inputs, char escape, DockerfileScope? global) =>
        (_builtIn, _inputs, _escape, _global) = (builtIn, inputs, escape, global);

    /// <summary>The scope above the first stage.</summary>
    internal static DockerfileScope Of(ReadingOptions options, BuildInputs inputs, char escape) =>
        new(PlatformArguments("TARGET", options.Platform).AddRange(PlatformArguments("BUILD", options.BuildPlatform)), inputs, escape, null);

    /// <summary>A stage's scope below this one.</summary>
    /// <remarks>It sees this one's arguments even where the stage does not declare them again: who writes <c>COPY --from=$X</c> means them.</remarks>
    internal DockerfileScope Stage() => new(_builtIn, _inputs, _escape, this);

    internal bool IsPlatform(string name) => _builtIn.ContainsKey(name);

    /// <summary>Whether an <c>ARG</c> declares it, be it without a value.</summary>
    internal bool Declares(string name) => _values.ContainsKey(name);

    internal string? Find(string name) =>
        _values.TryGetValue(name, out var value) && value is not null ? value : _global is not null ? _global.Find(name) : _builtIn.GetValueOrDefault(name);

    /// <summary>Why a build's own value for it cannot be told; null when no build gives it one, or it is known.</summary>
    internal string? Reason(string name) => _reasons.GetValueOrDefault(name) ?? _global?.Reason(name);

    internal (string? Value, IReadOnlyList<string> Missing) Expand(string word) => Expand(word, Find);

    /// <summary>The word with what <paramref name="find"/> gives for its variables.</summary>
    internal (string? Value, IReadOnlyList<string> Missing) Expand(string word, Func<string, string?> find) => Expansion.Of(word, _escape, find);

    /// <summary>Takes in what an <c>ARG</c> or an <c>ENV</c> declares.</summary>
    internal void Declare(DockerfileInstruction instruction)
    {
        if (instruction is { Name: "ENV", Words: [{ Text: var single }, ..] } && !single.Contains('=', StringComparison.Ordinal))
        {
            // The old form: ENV NAME and the rest of the line.
            if (instruction.Words.Length > 1) Set(single, instruction.Body.Text[single.Length..].Trim());
            return;
        }

        foreach (var word in instruction.Words)
        {
            var equals = word.Text.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? word.Text : word.Text[..equals];
            if (instruction.Name == "ARG" && _inputs.Find(name) is { } given) Give(name, given);
            else if (equals > 0) Set(name, word.Text[(equals + 1)..]);
            else if (equals < 0 && instruction.Name == "ARG") _values.TryAdd(name, _global?.Find(name));
        }
    }

    private void Set(string name, string written)
    {
        // A value that lacks a part is no value; who uses it is told so.
        var (value, missing) = Expand(written);
        _values[name] = missing.Count == 0 ? value : null;
        if (missing.Select(Reason).FirstOrDefault(reason => reason is not null) is { } why) _reasons[name] = why;
        else if (missing.Count == 0 && value is null)
            _reasons[name] = $"the value of {name} is not well formed, or longer than {Expansion.LongestValue} characters";
    }

    /// <summary>Takes in what a build gives an argument, whatever its default is.</summary>
    private void Give(string name, Parsed<string> given)
    {
        _values[name] = given.Value;
        if (given.Problem is { } why) _reasons[name] = why;
    }

    private static ImmutableDictionary<string, string> PlatformArguments(string prefix, Platform platform) => ImmutableDictionary.CreateRange<string, string>(
    [
        new(prefix + "PLATFORM", platform.ToString()),
        new(prefix + "OS", platform.Os),
        new(prefix + "ARCH", platform.Architecture),
        new(prefix + "VARIANT", platform.Variant ?? ""),
        new(prefix + "OSVERSION", platform.OsVersion ?? ""),
    ]);
}
