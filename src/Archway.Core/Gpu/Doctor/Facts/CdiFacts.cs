using System.Collections.Immutable;
using System.Globalization;
using Archway.Gpu.Cdi;
using Archway.Gpu.Checks;
using Archway.Gpu.Hosts;
using Archway.Reading;

namespace Archway.Gpu.Doctor.Facts;

/// <summary>A CDI specification on a host.</summary>
/// <param name="Path">Where engines look for it, links not followed.</param>
/// <param name="Entry">The file.</param>
/// <param name="File">What it says.</param>
internal sealed record HostSpec(string Path, HostEntry Entry, CdiFile File)
{
    internal const string Gpu = "nvidia.com/gpu";

    internal bool IsOfGpus => File.Spec?.Kind == Gpu;

    internal Evidence At(CdiPlace place, string excerpt) => new(place.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Path}:{place.Line}") : Path, excerpt);
}

/// <summary>The CDI specifications of a host.</summary>
internal sealed class CdiFacts
{
    /// <summary>Where engines look, the last outranks those before.</summary>
    internal static readonly ImmutableArray<string> Folders = ["/etc/cdi", "/var/run/cdi"];

    internal CdiFacts(HostSnapshot snapshot)
    {
        // A host may have its links or not; /var/run is /run on all.
        Specs = [.. Folders.SelectMany(folder => In(snapshot, folder))];
        Unreadable = [.. Folders.SelectMany(folder => snapshot.In(folder)).Where(entry => entry.Problem is not null)];
    }

    internal ImmutableArray<HostSpec> Specs { get; }

    internal ImmutableArray<HostEntry> Unreadable { get; }

    /// <summary>Those of the GPUs.</summary>
    internal IEnumerable<HostSpec> OfGpus => Specs.Where(spec => spec.IsOfGpus);

    private static IEnumerable<HostSpec> In(HostSnapshot snapshot, string folder) => snapshot.In(folder)
        .Where(entry => CdiFile.IsRead(HostSnapshot.NameOf(entry.Path)) && snapshot.Text(entry.Path) is not null)
        .Select(entry => new HostSpec($"{folder}/{HostSnapshot.NameOf(entry.Path)}", snapshot.Find(entry.Path)!, CdiFile.Read(new SourceText($"{folder}/{HostSnapshot.NameOf(entry.Path)}", snapshot.Text(entry.Path)!))));
}
