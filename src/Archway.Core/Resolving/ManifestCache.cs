using System.Security.Cryptography;
using System.Text;
using Archway.Oci.Content;

namespace Archway.Resolving;

/// <summary>Manifests and configs that registries served before, kept on disk by digest; and which digest a tag last had.</summary>
/// <remarks>
/// Readable by its owner only. What one credential was served is kept apart from what another was, by a salted fingerprint from which no
/// secret can be told. Content is hashed again when it is read. A cache that cannot be read or written is no cache, never an error.
/// </remarks>
public sealed class ManifestCache
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int SaltLength = 32;
    private readonly string _folder;
    private readonly Lazy<byte[]?> _salt;

    /// <summary>A cache in a folder, which is made when something is first kept.</summary>
    public ManifestCache(string folder)
    {
        _folder = Path.Combine(folder, "v1");
        _salt = new(() => Try(ReadSalt));
    }

    /// <summary>What one credential was served by one registry.</summary>
    /// <param name="registry">The registry's host.</param>
    /// <param name="credential">User and secret; null for nobody. Neither is kept.</param>
    public Shelf ShelfFor(string registry, string? credential) => new(this, registry, credential);

    private string? FolderOf(string registry, string? credential)
    {
        if (_salt.Value is not { } salt) return null;
        var fingerprint = HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes($"{registry}\0{credential}"));
        return Path.Combine(_folder, Convert.ToHexStringLower(fingerprint.AsSpan(0, 16)));
    }

    private byte[] ReadSalt()
    {
        var file = Path.Combine(_folder, "salt");
        if (ReadWhole(file) is { Length: SaltLength } salt) return salt;
        MakeFolder(_folder);
        // One that lost its content would let secrets be guessed; one that another run wrote meanwhile stays.
        WriteWhole(file, RandomNumberGenerator.GetBytes(SaltLength), overwrite: File.Exists(file));
        return File.ReadAllBytes(file);
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly);
    }

    // Another run may write the same file at the same time: each writes its own and the last one to be renamed stays.
    private static void WriteWhole(string file, ReadOnlySpan<byte> content, bool overwrite = true)
    {
        var draft = $"{file}.{Guid.NewGuid():N}";
        try
        {
            File.WriteAllBytes(draft, content);
            File.Move(draft, file, overwrite);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A full disk leaves half a draft.
            File.Delete(draft);
            if (overwrite) throw;
        }
    }

    // A pipe or a device has no length and could be waited for for ever; nothing that is kept here is larger than what is read of registries.
    private static byte[]? ReadWhole(string file) =>
        new FileInfo(file) is { Exists: true, Length: > 0 and <= ImageConfig.LargestSize } ? File.ReadAllBytes(file) : null;

    private static T? Try<T>(Func<T?> work) where T : class
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What one credential was served by one registry.</summary>
    public sealed class Shelf
    {
        private readonly string? _folder;

        internal Shelf(ManifestCache cache, string registry, string? credential) => _folder = cache.FolderOf(registry, credential);

        /// <summary>Content by its digest; null when it is not kept, or not whole any more.</summary>
        public byte[]? FindContent(Digest digest)
        {
            if (_folder is null) return null;
            var content = Try(() => ReadWhole(ContentFile(digest)));
            return content is not null && digest.Matches(content) ? content : null;
        }

        /// <summary>Keeps content under its digest.</summary>
        public void KeepContent(Digest digest, ReadOnlyMemory<byte> content) => Keep(() => ContentFile(digest), content);

        /// <summary>The digest that a tag last had; null when that is not kept.</summary>
        public Digest? FindTag(string repository, string tag) =>
            _folder is null ? null : Digest.Read(Try(() => ReadWhole(TagFile(repository, tag)) is { } kept ? Encoding.ASCII.GetString(kept) : null)).Value;

        /// <summary>Keeps the digest that a tag has.</summary>
        public void KeepTag(string repository, string tag, Digest digest) =>
            Keep(() => TagFile(repository, tag), Encoding.ASCII.GetBytes(digest.ToString()));

        private void Keep(Func<string> file, ReadOnlyMemory<byte> content)
        {
            if (_folder is null) return;
            Try(() =>
            {
                MakeFolder(_folder);
                WriteWhole(file(), content.Span);
                return "";
            });
        }

        private string ContentFile(Digest digest) => Path.Combine(_folder!, $"{digest.Algorithm}-{digest.Hex}");

        // A name holds what no file name may; its hash holds nothing at all.
        private string TagFile(string repository, string tag) =>
            Path.Combine(_folder!, "tag-" + Digest.Of(Encoding.UTF8.GetBytes($"{repository}:{tag}")).Hex);
    }
}
