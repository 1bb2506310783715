using System.Collections.Concurrent;
using Archway.Oci.Registries.Aws;

namespace Archway.Oci.Registries;

/// <summary>The credentials that docker and podman would use, each place asked once.</summary>
/// <remarks>A file or helper that cannot be read does not stop the run: most images are public. What was wrong is told when a registry wants a login.</remarks>
internal sealed class CredentialStore(CredentialPlaces places, EcrLogin? ecr, TimeSpan helperLimit, TimeProvider time, CancellationToken ended)
{
    private const int LargestFile = 1024 * 1024;

    private readonly ConcurrentDictionary<(string Helper, string Registry), Lazy<Task<Credential?>>> _asked = new();
    private readonly Lock _lock = new();
    private List<CredentialFile>? _files;

    /// <summary>Why a place could not be read; null while all could.</summary>
    internal string? Problem { get; private set; }

    internal async Task<Credential?> FindAsync(string registry, string repository, CancellationToken cancellationToken)
    {
        foreach (var file in Files())
        {
            var found = file.HelperOf(registry) is { } own
                ? await AskAsync(own, registry, cancellationToken).ConfigureAwait(false)
                : file.Find(registry, repository)
                    ?? (file.Store is { } store ? await AskAsync(store, registry, cancellationToken).ConfigureAwait(false) : null);
            if (found is not null) return found;
        }

        return ecr is not null && EcrHost.Find(registry) is { } host ? await LogInAsync(ecr, host, cancellationToken).ConfigureAwait(false) : null;
    }

    private async Task<Credential?> LogInAsync(EcrLogin login, EcrHost host, CancellationToken cancellationToken)
    {
        try
        {
            return await login.FindAsync(host, cancellationToken).ConfigureAwait(false);
        }
        catch (FormatException e)
        {
            Problem = e.Message;
            return null;
        }
    }

    private List<CredentialFile> Files()
    {
        lock (_lock) return _files ??= [.. places.Files().Select(Read).OfType<CredentialFile>()];
    }

    private CredentialFile? Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            var raw = new byte[LargestFile + 1];
            return CredentialFile.Read(path, raw.AsMemory(0, stream.ReadAtLeast(raw, raw.Length, throwOnEndOfStream: false)));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Problem = $"{path} could not be read";
        }
        catch (FormatException e)
        {
            Problem = e.Message;
        }

        return null;
    }

    private async Task<Credential?> AskAsync(string helper, string registry, CancellationToken cancellationToken)
    {
        // Many askers share one run of the helper, so that none of them may end it, but the end of all.
        var asked = _asked.GetOrAdd((helper, registry),
            key => new(() => CredentialHelper.FindAsync(key.Helper, key.Registry, places.Path, helperLimit, time, ended)));
        try
        {
            return await asked.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (FormatException e)
        {
            Problem = e.Message;
            return null;
        }
    }
}
