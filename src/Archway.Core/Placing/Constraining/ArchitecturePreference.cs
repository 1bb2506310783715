using System.Globalization;
using Archway.Oci;
using Archway.Oci.Platforms;
using Archway.Placing.Scheduling;

namespace Archway.Placing.Constraining;

/// <summary>An architecture that pods would rather have.</summary>
/// <param name="Architecture">Its name as nodes are labelled with it.</param>
/// <param name="Weight">How much, from 1 to 100.</param>
public sealed record ArchitecturePreference(string Architecture, int Weight)
{
    private const int UsualWeight = 50;

    /// <summary>Reads <c>arm64</c>, <c>linux/arm64</c> or <c>arm64:80</c>.</summary>
    public static Parsed<ArchitecturePreference> Read(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (name, weight) = colon < 0 ? (text, UsualWeight)
            : (text[..colon], int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
        var platform = Platform.Read(name.Contains('/', StringComparison.Ordinal) ? name : $"linux/{name}");
        if (platform.Value is { } read && weight is >= 1 and <= 100)
        {
            var architecture = read.Canonical.Split('/')[1];
            return ArchitectureLabel.Known.Contains(architecture) ? Parsed.Value<ArchitecturePreference>(new(architecture, weight))
                : Parsed.Problem<ArchitecturePreference>($"no node is labelled {architecture}; nodes are {string.Join(", ", ArchitectureLabel.Known)}");
        }

        return Parsed.Problem<ArchitecturePreference>($"'{text}' is no preference; write an architecture and a weight from 1 to 100, like arm64:80");
    }
}
