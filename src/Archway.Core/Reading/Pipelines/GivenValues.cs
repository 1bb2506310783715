using Archway.Oci;

namespace Archway.Reading.Pipelines;

/// <summary>What one use of a template or a workflow gives its parameters.</summary>
/// <param name="Values">The values by their names, or why one cannot be told.</param>
/// <param name="Others">Why those that are not among the values may be given too; null when they are left to their defaults.</param>
internal sealed record GivenValues(IReadOnlyDictionary<string, Parsed<string>> Values, string? Others = null)
{
    private const string But = " a value, but ";

    /// <summary>A use that leaves every parameter to its default.</summary>
    internal static readonly GivenValues None = new(new Dictionary<string, Parsed<string>>());

    /// <summary>A use of which nothing can be told.</summary>
    internal static readonly GivenValues Unknown = None with { Others = "what gives it a value is used by itself, or by too many others to follow" };

    /// <summary>What is given to a parameter; null when its default holds.</summary>
    internal Parsed<string>? Find(string name) =>
        Values.TryGetValue(name, out var value) ? value : Others is null ? null : Parsed.Problem<string>(Others);

    /// <summary>A value as given from another file: why it cannot be told is said of that file.</summary>
    internal static Parsed<string> From(string file, string name, Parsed<string> value)
    {
        if (value.Problem is not { } problem) return value;
        // Of a value that came through many files, the last one and the reason say enough.
        var reason = problem.LastIndexOf(But, StringComparison.Ordinal) is >= 0 and var at ? problem[(at + But.Length)..] : problem;
        return Parsed.Problem<string>($"{file} gives {name}{But}{reason}");
    }
}
