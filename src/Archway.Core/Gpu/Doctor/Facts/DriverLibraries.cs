using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Archway.Gpu.Checks;
using Archway.Gpu.Hosts;
using Archway.Gpu.Images;

namespace Archway.Gpu.Doctor.Facts;

/// <summary>A library of the driver's that lies in a folder where libraries are looked for.</summary>
/// <param name="Path">Where.</param>
/// <param name="Name">Which: <c>libcuda</c> or <c>libnvidia-ml</c>.</param>
/// <param name="Version">The version at the end of its name.</param>
/// <param name="Machine">The machine that it was built for.</param>
internal sealed record DriverLibrary(string Path, string Name, DottedVersion Version, int? Machine)
{
    internal Evidence Evidence => new(Path, "");
}

/// <summary>The driver's libraries on a host, those of a driver container apart.</summary>
internal sealed partial record DriverLibraries(ImmutableArray<DriverLibrary> Own, ImmutableArray<DriverLibrary> OfDriverContainer, ImmutableArray<(string Name, DriverLibrary Library)> Loaded)
{
    internal static DriverLibraries Of(HostSnapshot snapshot)
    {
        var own = In(snapshot, "");
        return new(own, In(snapshot, "/run/nvidia/driver"), [.. own.Length == 0 ? [] : LoadedOf(snapshot)]);
    }

    // What programs load is what the name with the number 1 leads to.
    private static IEnumerable<(string, DriverLibrary)> LoadedOf(HostSnapshot snapshot)
    {
        foreach (var folder in HostPlan.LibraryFoldersBelow(""))
            foreach (var name in new[] { "libcuda", "libnvidia-ml" })
                if (snapshot.Find($"{folder}/{name}.so.1") is { } real && Library(real) is { } library) yield return ($"{folder}/{name}.so.1", library);
    }

    private static ImmutableArray<DriverLibrary> In(HostSnapshot snapshot, string root) =>
        [.. HostPlan.LibraryFoldersBelow(root).SelectMany(snapshot.In).Where(entry => entry.Kind == EntryKind.File).Select(Library).OfType<DriverLibrary>().DistinctBy(library => library.Path)];

    private static DriverLibrary? Library(HostEntry entry) =>
        Name().Match(HostSnapshot.NameOf(entry.Path)) is { Success: true } match && DottedVersion.Find(match.Groups[2].Value) is { } version
            ? new(entry.Path, match.Groups[1].Value, version, entry.Machine)
            : null;

    [GeneratedRegex(@"^(libcuda|libnvidia-ml)\.so\.(\d{2,4}(?:\.\d+){1,3})$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
