using Archway.Verifying.Binaries;
using Archway.Verifying.Trees;

namespace Archway.Verifying.Starting;

/// <summary>Looks up the libraries that programs need, and those that these need.</summary>
/// <remarks>
/// A linker passes over a library of another machine and looks on, so such a one is not found here either. What <c>/etc/ld.so.conf</c> adds is not read:
/// a library that lies elsewhere under its own name is taken for found.
/// </remarks>
/// <param name="tree">The image's files.</param>
/// <param name="binaries">Those of them that are for a machine.</param>
/// <param name="named">What <c>LD_LIBRARY_PATH</c> says; null when nothing.</param>
internal sealed class LibrarySearch(ImageTree tree, IEnumerable<ContentFile> binaries, string? named)
{
    // The largest programs need some hundreds.
    private const int Most = 2000;

    private readonly ILookup<string, ContentFile> _byName = binaries
        .Where(file => file.Content is ElfFile { Kind: ElfKind.SharedLibrary })
        .SelectMany(file => new[] { ((ElfFile)file.Content).Name, NameOf(file.Path) }.OfType<string>().Distinct().Select(name => (Name: name, File: file)))
        .ToLookup(one => one.Name, one => one.File, StringComparer.Ordinal);

    /// <summary>The program with its libraries.</summary>
    internal StartedProgram WithLibraries(StartedProgram program)
    {
        if (program.File is not { Content: ElfFile } start) return program;
        Dictionary<string, ContentFile?> found = new(StringComparer.Ordinal);
        Queue<ContentFile> open = new([start]);
        while (open.TryDequeue(out var file) && found.Count < Most)
        {
            var elf = (ElfFile)file.Content;
            foreach (var name in elf.Needed.Where(name => !found.ContainsKey(name)))
            {
                found[name] = Find(name, elf, file.Path[..Math.Max(1, file.Path.LastIndexOf('/'))]);
                if (found[name] is { } library) open.Enqueue(library);
            }
        }

        return program with
        {
            Libraries = [.. found.Values.OfType<ContentFile>().DistinctBy(file => file.Path)],
            Missing = [.. found.Where(one => one.Value is null).Select(one => one.Key)],
        };
    }

    private ContentFile? Find(string name, ElfFile needing, string folder)
    {
        var paths = name.Contains('/', StringComparison.Ordinal) ? [name] : LibraryFolders.Of(needing, folder, named).Select(one => $"{one}/{name}");
        foreach (var path in paths)
        {
            if (tree.Find(path) is { } node && tree.ContentOf(node) is ElfFile library && IsSame(library.Machine, needing.Machine))
                return new(tree.PathOf(node), tree.LayerOf(node), library, tree.IsExecutable(node));
        }

        return _byName[name].FirstOrDefault(file => IsSame(((ElfFile)file.Content).Machine, needing.Machine));
    }

    private static bool IsSame(ElfMachine one, ElfMachine other) => (one.Number, one.Is64Bit, one.IsLittleEndian) == (other.Number, other.Is64Bit, other.IsLittleEndian);

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
