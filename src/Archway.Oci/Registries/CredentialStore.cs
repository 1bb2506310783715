using System.Collections.Concurrent;
using Archway.Oci.Registries.Aws;

namespace Archway.Oci.Registries;

/// <summary>The credentials that docker and podman would use, each place asked once.</summary>
/// <remarks>A file, an entry or a helper that cannot be read does not stop the run: most images are public. What was wrong is told.
/// Files that were handed in come first; others wrote them, and helpers that they name are never run.</remarks>
internal sealed class CredentialStore(
    CredentialPlaces places, IReadOnlyList<LoginFile> given, EcrLogin? ecr, TimeSpan helperLimit, TimeProvider time, CancellationToken ended)
{
    private const int LargestFile = 1024 * 1024;

    private readonly ConcurrentDictionary<(string Helper, string Registry), Lazy<Task<Credential?>>> _asked = new();
    private readonly Lock _lock = new();
    private readonly List<string> _ofFiles = [];
    private readonly Dictionary<string, SortedSet<string>> _problems = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Registry, string Repository), List<CredentialFile>> _given = new();
    private List<CredentialFile>? _files;

    /// <summary>Takes a login that is for one repository alone, before all others.</summary>
    internal void Give(string registry, string repository, CredentialFile file) => _given.GetOrAdd((registry, repository), _ => []).Add(file);

    /// <summary>Why places could not be read that may hold these registries' logins, one sentence each, always in the same order.</summary>
    internal IReadOnlyList<string> ProblemsOf(IEnumerable<string> registries)
    {
        lock (_lock)
        {
            // A registry that never wanted a login had none looked up.
            foreach (var registry in registries) FilesFor(registry);
            return [.. _ofFiles, .. _problems.Values.SelectMany(of => of).Distinct().Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Why a place could not be read that may hold a registry's login; null while all could.</summary>
    internal string? ProblemOf(string registry)
    {
        lock (_lock) return (string[])[.. _ofFiles, .. _problems.GetValueOrDefault(registry, [])] is { Length: > 0 } all ? string.Join("; ", all) : null;
    }

    internal async Task<Credential?> FindAsync(string registry, string repository, CancellationToken cancellationToken)
    {
        foreach (var file in _given.GetValueOrDefault((registry, repository), []))
            if (file.Find(registry, repository) is { } own) return own;
        foreach (var file in given)
            if (file.File.Find(registry, repository) is { } shown) return shown;
        foreach (var file in FilesFor(registry))
        {
            var found = file.HelperOf(registry) is { } own
                ? await AskAsync(own, registry, cancellationToken).ConfigureAwait(false)
                : file.Find(registry, repository)
                    ?? (file.Store is { } store ? await AskAsync(store, registry, cancellationToken).ConfigureAwait(false) : null);
            if (found is not null) return found;
        }

        return ecr is not null && EcrHost.Find(registry) is { } host ? await LogInAsync(ecr, host, registry, cancellationToken).ConfigureAwait(false) : null;
    }

    private async Task<Credential?> LogInAsync(EcrLogin login, EcrHost host, string registry, CancellationToken cancellationToken)
    {
        try
        {
            return await login.FindAsync(host, cancellationToken).ConfigureAwait(false);
        }
        catch (FormatException e)
        {
            Note(registry, e.Message);
            return null;
        }
    }

    private List<CredentialFile> FilesFor(string registry)
    {
        lock (_lock)
        {
            if (_files is null)
            {
                _files = [.. places.Files().Select(Read).OfType<CredentialFile>()];
                _ofFiles.AddRange(_files.SelectMany(file => file.Problems));
            }

            if (_problems.TryAdd(registry, new(StringComparer.Ordinal))) _problems[registry].UnionWith(_files.SelectMany(file => file.ProblemsOf(registry)));
            return _files;
        }
    }

    private void Note(string registry, string problem)
    {
        lock (_lock) _problems[registry].Add(problem);
    }

    private CredentialFile? Read(string path)
    {
        // Most machines have few of these folders, and an exception for each that is missing costs every start.
        if (!Directory.Exists(Path.GetDirectoryName(path))) return null;
        try
        {
            // A pipe that nobody writes to has no length, and opening it waits for ever; what the shell opened already is read.
            if (!path.StartsWith("/dev/", StringComparison.Ordinal) && new FileInfo(path) is { Exists: true, Length: 0 }) return null;
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            var raw = new byte[LargestFile + 1];
            return CredentialFile.Read(places.Name ?? path, raw.AsMemory(0, stream.ReadAtLeast(raw, raw.Length, throwOnEndOfStream: false)));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            _ofFiles.Add($"{places.Name ?? path} could not be read");
        }
        catch (FormatException e)
        {
            _ofFiles.Add(e.Message);
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
            Note(registry, e.Message);
            return null;
        }
    }
}
