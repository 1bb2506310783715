using Archway.Oci.Content;

namespace Archway.Oci.Registries;

/// <summary>A repository whose mirrors are asked before its registry: who has no answer, or has not the image, leaves it to the next.</summary>
/// <param name="mirrors">The mirrors, each with its name, in the order in which they are asked.</param>
/// <param name="origin">The registry's own.</param>
internal sealed class MirroredRepository(IReadOnlyList<(RegistryMirror Mirror, RegistryRepository Repository)> mirrors, RegistryRepository origin) : IRepository
{
    private volatile RegistryMirror? _answered;

    public string? Mirror => _answered?.ToString();

    public Task<Manifest?> FindManifestAsync(string? selector, CancellationToken cancellationToken) =>
        SelectAsync(repository => repository.FindManifestAsync(selector, cancellationToken));

    public Task<Digest?> FindDigestAsync(string selector, CancellationToken cancellationToken) =>
        SelectAsync(repository => repository.FindDigestAsync(selector, cancellationToken));

    public async Task<ReadOnlyMemory<byte>> ReadBlobAsync(Descriptor blob, int limit, CancellationToken cancellationToken) =>
        (await FirstAsync<ReadOnlyMemory<byte>?>(async repository => await repository.ReadBlobAsync(blob, limit, cancellationToken).ConfigureAwait(false))
            .ConfigureAwait(false)).Found!.Value;

    public async Task<Stream> OpenBlobAsync(Descriptor blob, CancellationToken cancellationToken) =>
        (await FirstAsync<Stream?>(async repository => await repository.OpenBlobAsync(blob, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false))
            .Found!;

    /// <summary>All tags; null when nobody knows the repository.</summary>
    /// <exception cref="RegistryException">The registry gave no usable answer, or has more tags than are read.</exception>
    internal async Task<TagList?> FindTagsAsync(CancellationToken cancellationToken)
    {
        var (tags, mirror) = await FirstAsync(async repository =>
        {
            var found = await repository.FindTagsAsync(cancellationToken).ConfigureAwait(false);
            // A cache lists what went through it: nothing there is not nothing at the registry.
            return found is { Count: 0 } && repository != origin ? null : found;
        }).ConfigureAwait(false);
        return tags is null ? null : new(tags, mirror);
    }

    private async Task<T?> SelectAsync<T>(Func<RegistryRepository, Task<T?>> ask)
    {
        try
        {
            var (found, mirror) = await FirstAsync(ask).ConfigureAwait(false);
            _answered = mirror;
            return found;
        }
        catch (RegistryException)
        {
            _answered = null;
            throw;
        }
    }

    private async Task<(T? Found, RegistryMirror? Mirror)> FirstAsync<T>(Func<RegistryRepository, Task<T?>> ask)
    {
        List<string> troubles = [];
        foreach (var (mirror, repository) in mirrors)
        {
            try
            {
                if (await ask(repository).ConfigureAwait(false) is { } found) return (found, mirror);
            }
            catch (RegistryException e)
            {
                troubles.Add($"its mirror {mirror}: {e.Reason}");
            }
        }

        try
        {
            return (await ask(origin).ConfigureAwait(false), null);
        }
        catch (RegistryException e) when (troubles.Count > 0)
        {
            // Who has no way to the registry itself has to mend the mirror.
            throw e.With(string.Join("; ", troubles));
        }
    }
}
