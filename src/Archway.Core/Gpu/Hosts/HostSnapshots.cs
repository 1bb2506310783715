using System.Collections.Immutable;

namespace Archway.Gpu.Hosts;

/// <summary>The doors by which snapshots come: of this machine, of another root, of what was saved.</summary>
public static class HostSnapshots
{
    /// <summary>Looks at this machine; changes nothing on it, and needs no rights, though root sees more.</summary>
    /// <param name="variable">The environment, of which a few variables are kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public static async Task<HostSnapshot> TakeAsync(Func<string, string?> variable, TimeProvider time, CancellationToken cancellationToken)
    {
        var seen = Look(new HostRoot("/"), OfUser(variable), cancellationToken) with
        {
            Taken = time.GetUtcNow(),
            User = FileStatus.Of("/proc/self/status", "/proc/self/status")?.User,
            Variables = HostPlan.Variables.Where(name => variable(name) is { Length: > 0 })
                .ToImmutableSortedDictionary(name => name, name => SecretFreeText.Of("", variable(name)!), StringComparer.Ordinal),
            HasCommands = true,
        };
        var asked = await new HostQuestions(variable, time).AskAsync(seen, cancellationToken);
        return asked.Packages.IsEmpty ? asked with { Packages = HostPackages.OfRpm(asked.Command("rpm", "-q")) } : asked;
    }

    /// <summary>Looks at the root of another system that lies in a folder; of its programs none is run.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public static HostSnapshot Look(string folder, CancellationToken cancellationToken) => Look(new HostRoot(folder), [], cancellationToken);

    /// <summary>What a folder tells that holds <c>snapshot.json</c>, and beside it under <c>files/</c> the files that are too long to stand in it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="told">What that file tells, which outranks what the folder shows.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public static HostSnapshot Unfold(string folder, HostSnapshot told, CancellationToken cancellationToken)
    {
        var files = Path.Combine(folder, "files");
        if (!Directory.Exists(files)) return told;
        var seen = Look(files, cancellationToken);
        Dictionary<string, HostEntry> entries = seen.Entries.ToDictionary(entry => entry.Path, StringComparer.Ordinal);
        foreach (var entry in told.Entries) entries[entry.Path] = entry with { Text = entry.Text ?? entries.GetValueOrDefault(entry.Path)?.Text };
        return new(entries.Values)
        {
            Taken = told.Taken,
            User = told.User,
            HasCommands = told.HasCommands,
            Commands = told.Commands,
            Variables = told.Variables,
            LeftOut = [.. told.LeftOut, .. seen.LeftOut],
            Packages = told.Packages.IsEmpty ? seen.Packages : told.Packages,
            Processes = told.Processes.IsEmpty ? seen.Processes : told.Processes,
        };
    }

    private static HostSnapshot Look(HostRoot root, IEnumerable<HostLook> more, CancellationToken cancellationToken)
    {
        HostCollector collector = new(root);
        collector.Collect(more, cancellationToken);
        return new(collector.Entries) { Packages = HostPackages.OfDpkg(root), Processes = HostProcesses.In(root, cancellationToken), LeftOut = collector.LeftOut };
    }

    private static IEnumerable<HostLook> OfUser(Func<string, string?> variable)
    {
        if (variable("HOME") is { } home && home.StartsWith('/')) yield return new($"{home}/.config/docker/daemon.json", LookFor.Text);
        if (variable("XDG_CONFIG_HOME") is { } folder && folder.StartsWith('/')) yield return new($"{folder}/nvidia-container-runtime/config.toml", LookFor.Text);
        if (variable("NVIDIA_CTK_CONFIG_FILE_PATH") is { } file && file.StartsWith('/')) yield return new(file, LookFor.Text);
    }
}
