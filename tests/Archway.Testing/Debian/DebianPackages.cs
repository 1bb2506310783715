using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Archway.Testing.Debian;

/// <summary>Debian's packages, fetched once and kept for runs without a network.</summary>
public static class DebianPackages
{
    private static readonly ConcurrentDictionary<(string Architecture, string Packages), Task<ImmutableArray<string>>> Asked = new();
    private static readonly ConcurrentDictionary<string, Task<string>> Updated = new();

    /// <summary>The files of packages and of all that they need.</summary>
    /// <exception cref="DebianUnavailableException">They are neither kept from before, nor to be had.</exception>
    public static Task<ImmutableArray<string>> GetAsync(DebianArchitecture architecture, params string[] packages) =>
        Asked.GetOrAdd((architecture.Name, string.Join(' ', packages)), _ => FindAsync(architecture, packages));

    /// <summary>The file of one package alone.</summary>
    /// <exception cref="DebianUnavailableException">It is neither kept from before, nor to be had.</exception>
    public static async Task<string> GetOneAsync(DebianArchitecture architecture, string package) =>
        (await GetAsync(architecture, package)).Single(file => Path.GetFileName(file).StartsWith(package + "_", StringComparison.Ordinal));

    // What one test fetches others wait for, so that none of them may end it.
    private static async Task<ImmutableArray<string>> FindAsync(DebianArchitecture architecture, string[] packages)
    {
        var folder = DebianFolder.Of(architecture.Name);
        using var held = await DebianFolder.LockAsync(folder, CancellationToken.None);
        var list = Path.Combine(DebianFolder.Of(architecture.Name, "closures"), string.Join('+', packages) + ".txt");
        var kept = Path.Combine(folder, "packages");
        if (File.Exists(list) && Files() is var here && here.All(File.Exists)) return here;
        if (!Tool.AreHere("apt-get", "dpkg-deb"))
            throw new DebianUnavailableException($"packages of Debian {architecture.Name} are not in {kept}, and there is no apt-get to fetch them");
        AptGet apt = new(folder, architecture.Name);
        var trouble = await UpdateOnceAsync(apt, folder);
        try
        {
            var names = await apt.ResolveAsync(packages, CancellationToken.None);
            await apt.FetchAsync(packages, CancellationToken.None);
            await File.WriteAllLinesAsync(list, names);
        }
        catch (ToolException unavailable)
        {
            throw new DebianUnavailableException($"packages of Debian {architecture.Name} are not in {kept}, and were not to be had: {unavailable.Message} {trouble}".TrimEnd());
        }

        return Files();

        ImmutableArray<string> Files() => [.. File.ReadAllLines(list).Select(name => Path.Combine(kept, name))];
    }

    // Lists of another day name packages that are gone: those of this run are fetched, once.
    private static async Task<string> UpdateOnceAsync(AptGet apt, string folder)
    {
        var task = Updated.GetOrAdd(folder, static async (_, apt) =>
        {
            try
            {
                await apt.UpdateAsync(CancellationToken.None);
                return "";
            }
            catch (ToolException trouble)
            {
                return trouble.Message;
            }
        }, apt);
        return await task;
    }
}
