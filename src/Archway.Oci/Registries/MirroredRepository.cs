using Archway.Oci.Content;

namespace Archway.Oci.Registries;

/// <summary>A repository whose mirrors are asked before its registry: who has no answer, or has not the image, leaves it to the next.</summary>
/// <param name="mirrors">The mirrors, each with its name, in the order in which they are asked.</param>
/// <param name="origin">The registry's own.</param>
internal sealed class MirroredRepository(IReadOnlyList<(RegistryMirror Mirror, IRepository Repository)> mirrors, IRepository origin) : IRepository
{
    private volatile RegistryMirror? _answered;

    public string? Mirror => _answered?.ToString();

    public Task<Manifest?> FindManifestAsync(string? selector, CancellationToken cancellationToken) =>
        FirstAsync(repository => repository.FindManifestAsync(selector, cancellationToken), isSelection: true);

    public Task<Digest?> FindDigestAsync(string selector, CancellationToken cancellationToken) =>
        FirstAsync(repository => repository.FindDigestAsync(selector, cancellationToken), isSelection: true);

    public async Task<ReadOnlyMemory<byte>> ReadBlobAsync(Descriptor blob, int limit, CancellationToken cancellationToken) =>
        (await FirstAsync<ReadOnlyMemory<byte>?>(async repository => await repository.ReadBlobAsync(blob, limit, cancellationToken).ConfigureAwait(false),
            isSelection: false).ConfigureAwait(false))!.Value;

    public async Task<Stream> OpenBlobAsync(Descriptor blob, CancellationToken cancellationToken) =>
        (await FirstAsync<Stream?>(async repository => await repository.OpenBlobAsync(blob, cancellationToken).ConfigureAwait(false), isSelection: false)
            .ConfigureAwait(false))!;

    private async Task<T?> FirstAsync<T>(Func<IRepository, Task<T?>> ask, bool isSelection)
    {
        List<string> troubles = [];
        foreach (var (mirror, repository) in mirrors)
        {
            try
            {
                if (await ask(repository).ConfigureAwait(false) is not { } found) continue;
                if (isSelection) _answered = mirror;
                return found;
            }
            catch (RegistryException e)
            {
                troubles.Add($"its mirror {mirror}: {e.Reason}");
            }
        }

        if (isSelection) _answered = null;
        try
        {
            return await ask(origin).ConfigureAwait(false);
        }
        catch (RegistryException e) when (troubles.Count > 0)
        {
            // Who has no way to the registry itself has to mend the mirror.
            throw e.With(string.Join("; ", troubles));
        }
    }
}
