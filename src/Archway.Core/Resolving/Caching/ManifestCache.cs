using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Archway.Resolving.Caching;

/// <summary>Manifests and configs that registries served before, kept on disk by digest; and what each name last stood for.</summary>
/// <remarks>
/// Readable by its owner only. What one credential was served is kept apart from what another was, by a salted fingerprint from which no
/// secret can be told; what was imported is kept apart from all of it. A cache that cannot be read or written is no cache, never an error.
/// </remarks>
public sealed class ManifestCache : IDisposable
{
    private const int SaltLength = 32;
    private readonly string _folder;
    private readonly Lazy<byte[]?> _salt;
    private readonly Lazy<CacheShelf> _imported;
    private readonly ConcurrentDictionary<string, CacheShelf> _shelves = new(StringComparer.Ordinal);

    /// <summary>A cache in a folder, which is made when something is first kept.</summary>
    public ManifestCache(string folder)
    {
        _folder = FolderIn(folder);
        _salt = new(() => CacheFiles.Try(ReadSalt));
        _imported = new(() => new(ImportedFolder(_folder)));
    }

    /// <summary>What was imported from other machines: nobody's credential stands behind it here, and only who asks no registry is answered from it.</summary>
    public CacheShelf Imported => _imported.Value;

    /// <summary>Whether anything that a registry served on this machine may be kept.</summary>
    internal bool WasEverFilled => File.Exists(Path.Combine(_folder, CacheFiles.Salt));

    /// <summary>What one credential was served by one registry.</summary>
    /// <param name="registry">The registry's host.</param>
    /// <param name="credential">User and secret; null for nobody. Neither is kept.</param>
    public CacheShelf ShelfFor(string registry, string? credential)
    {
        if (_salt.Value is not { } salt) return _shelves.GetOrAdd("", _ => new(null));
        var fingerprint = HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes($"{registry}\0{credential}"));
        return _shelves.GetOrAdd(Convert.ToHexStringLower(fingerprint.AsSpan(0, 16)), name => new(Path.Combine(_folder, name)));
    }

    /// <summary>Ends the keeping.</summary>
    public void Dispose()
    {
        foreach (var shelf in _shelves.Values) shelf.Dispose();
    }

    /// <summary>The folder, within the user's, that holds this version's files and nobody else's.</summary>
    internal static string FolderIn(string folder) => Path.Combine(folder, "v1");

    /// <summary>The folder that the last import wrote; null when there was none.</summary>
    internal static string? ImportedFolder(string folder)
    {
        if (CacheFiles.Try(() => CacheFiles.ReadSmall(Path.Combine(folder, CacheFiles.Imported))) is not { } pointer) return null;
        var name = Encoding.ASCII.GetString(pointer);
        return CacheFiles.IsImport(name) ? Path.Combine(folder, name) : null;
    }

    private byte[]? ReadSalt()
    {
        var file = Path.Combine(_folder, CacheFiles.Salt);
        if (CacheFiles.Try(() => CacheFiles.ReadSmall(file)) is { Length: SaltLength } salt) return salt;
        CacheFiles.MakeFolder(_folder);
        return CacheFiles.ReadOrWrite(file, RandomNumberGenerator.GetBytes(SaltLength));
    }
}
