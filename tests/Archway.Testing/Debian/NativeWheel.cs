using System.IO.Compression;
using System.Text;

namespace Archway.Testing.Debian;

/// <summary>A Python wheel with a native module, made of Debian's <c>python3-markupsafe</c>.</summary>
/// <remarks><see href="https://packaging.python.org/en/latest/specifications/binary-distribution-format/"/></remarks>
public sealed class NativeWheel
{
    private NativeWheel(DebianArchitecture architecture, byte[] module) => (Architecture, Module) = (architecture, module);

    public DebianArchitecture Architecture { get; }

    /// <summary>The native module, as ELF.</summary>
    public byte[] Module { get; }

    /// <summary>The wheel's own name, which ends with its tag.</summary>
    public string FileName => $"markupsafe-2.1.2-{Tag}.whl";

    /// <summary>The module's name in it.</summary>
    public string ModulePath => $"markupsafe/_speedups.cpython-311-{Architecture.Triplet}.so";

    private string Tag => $"cp311-cp311-manylinux_2_17_{Architecture.Wheel}";

    public static async Task<NativeWheel> OfAsync(DebianArchitecture architecture) => new(architecture, await DebianArchive.ReadFileAsync(
        await DebianPackages.GetOneAsync(architecture, "python3-markupsafe"), $"_speedups.cpython-311-{architecture.Triplet}.so", CancellationToken.None));

    /// <summary>What it holds, as an installer lays it down.</summary>
    public IEnumerable<(string Path, byte[] Content)> Files =>
    [
        ("markupsafe/__init__.py", "from ._speedups import escape\n"u8.ToArray()),
        (ModulePath, Module),
        ("markupsafe-2.1.2.dist-info/METADATA", "Metadata-Version: 2.1\nName: MarkupSafe\nVersion: 2.1.2\n"u8.ToArray()),
        ("markupsafe-2.1.2.dist-info/WHEEL", Encoding.UTF8.GetBytes($"Wheel-Version: 1.0\nGenerator: bdist_wheel (0.38.4)\nRoot-Is-Purelib: false\nTag: {Tag}\n")),
    ];

    /// <summary>The wheel packed, as an index offers it.</summary>
    public byte[] Pack()
    {
        using MemoryStream packed = new();
        using (ZipArchive zip = new(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in Files)
            {
                using var entry = zip.CreateEntry(path).Open();
                entry.Write(content);
            }
        }

        return packed.ToArray();
    }
}
