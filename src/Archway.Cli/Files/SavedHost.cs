using Archway.Gpu.Hosts;

namespace Archway.Cli.Files;

/// <summary>A host that is not this machine as it runs: a file that was saved of one, a folder of such files, or the root of its disk.</summary>
internal static class SavedHost
{
    private const string Told = "snapshot.json";

    /// <exception cref="CommandException">There is nothing of that name, or it is no host.</exception>
    internal static async Task<HostSnapshot> ReadAsync(string name, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(name, surroundings.WorkingFolder);
        if (!Directory.Exists(path)) return await ReadFileAsync(name, surroundings, cancellationToken);
        var snapshot = File.Exists(Path.Combine(path, Told))
            ? HostSnapshots.Unfold(path, await ReadFileAsync(Path.Combine(path, Told), surroundings, cancellationToken), cancellationToken)
            : HostSnapshots.Look(path, cancellationToken);
        return snapshot.Entries.Count > 0 ? snapshot
            : throw new CommandException($"{name} holds nothing of a host; name the root of a Linux system, or a file that archway gpu doctor --save wrote");
    }

    /// <summary>Writes a snapshot whole, or nothing; for its owner alone, who sends it on.</summary>
    /// <exception cref="CommandException">It cannot be written.</exception>
    internal static void Write(HostSnapshot snapshot, string name, Surroundings surroundings)
    {
        try
        {
            using var file = OutputFile.Open(Path.GetFullPath(name, surroundings.WorkingFolder), isPrivate: true);
            SnapshotWriter.Write(snapshot, file.Stream);
            file.Keep();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"cannot write {name}: {FileProblem.Of(fault)}");
        }
    }

    private static async Task<HostSnapshot> ReadFileAsync(string name, Surroundings surroundings, CancellationToken cancellationToken)
    {
        await using var stream = await InputFile.OpenAsync(name, SnapshotReader.Largest, surroundings, cancellationToken);
        using MemoryStream whole = new();
        await stream.CopyToAsync(whole, cancellationToken);
        var read = SnapshotReader.Read(whole.GetBuffer().AsMemory(0, (int)whole.Length));
        return read.Value ?? throw new CommandException($"cannot read {InputFile.Shown(name)}: {read.Problem}");
    }
}
