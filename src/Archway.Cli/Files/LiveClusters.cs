using Archway.Cli.Commands;
using Archway.Oci.Platforms;
using Archway.Reading;
using Archway.Scanning;

namespace Archway.Cli.Files;

/// <summary>Live clusters that the user names where files may stand: <c>k8s:prod</c>. Each is read once.</summary>
/// <param name="engine">What reads and asks.</param>
/// <param name="asking">How it asks.</param>
/// <param name="surroundings">What is around the run.</param>
internal sealed class LiveClusters(Engine engine, AskingOptions asking, Surroundings surroundings)
{
    private const string Scheme = "k8s:";
    private readonly Dictionary<string, ScanResult> _read = new(StringComparer.Ordinal);

    /// <summary>Whether a name is that of a live cluster.</summary>
    internal static bool Is(string name) => name.StartsWith(Scheme, StringComparison.Ordinal);

    /// <summary>What runs in a cluster, and its nodes.</summary>
    /// <exception cref="ScanException">Nothing was read.</exception>
    internal async Task<ScanResult> ReadAsync(string name, CancellationToken cancellationToken)
    {
        if (_read.TryGetValue(name, out var known)) return known;
        ScanRequest request = new([ScanTarget.Read(name, surroundings.WorkingFolder).ValueOrThrow()], [Platform.Of("linux", "amd64"), Platform.LinuxArm64], new ReadingOptions(), surroundings.Input)
        {
            KeepsPods = true,
            Clusters = Engine.ClustersOf(asking, surroundings),
        };
        return _read[name] = await engine.Scanner.ScanAsync(request, progress: null, cancellationToken);
    }
}
