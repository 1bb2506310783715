using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Archway.Cli.Files;
using Archway.Planning;

namespace Archway.Cli.Reports.Plans;

/// <summary>A folder that a plan is kept in. Nothing of anyone else's is written over: it is empty, or holds an earlier plan.</summary>
internal sealed class PlanFolder
{
    private const string Kept = "plan.json";
    private const string Own = ".yours";
    private static readonly string[] Endings = [".yaml", ".sh", ".diff"];
    private const int Largest = 64 * 1024 * 1024;
    private readonly string _path;
    private readonly PlanJson? _before;

    private PlanFolder(string named, string path, PlanJson? before) => (Named, _path, _before) = (named, path, before);

    /// <summary>The folder as the user named it.</summary>
    internal string Named { get; }

    /// <exception cref="CommandException">It holds something else, or what is there cannot be read.</exception>
    internal static PlanFolder Open(string named, Surroundings surroundings)
    {
        var path = Path.GetFullPath(named, surroundings.WorkingFolder);
        try
        {
            if (File.Exists(path)) throw new CommandException($"{named} is a file; name a folder for the plan");
            if (!Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any()) return new(named, path, null);
            FileInfo kept = new(Path.Combine(path, Kept));
            if (!kept.Exists) throw new CommandException($"{named} is not empty and holds no plan ({Kept}); name another folder for the plan");
            if (kept.Length > Largest) throw new CommandException($"{named}/{Kept} is no plan of archway: it is larger than {Largest / 1024 / 1024} MiB");
            using var stream = kept.OpenRead();
            return new(named, path, JsonSerializer.Deserialize(stream, PlanFormat.Default.PlanJson) ?? throw new JsonException());
        }
        catch (JsonException)
        {
            throw new CommandException($"{named}/{Kept} is no plan of archway; name another folder, or take that file away");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"cannot read {named}: {FileProblem.Of(fault)}");
        }
    }

    /// <summary>What moved since the plan that is kept there; null where there is none.</summary>
    internal ImmutableArray<string>? Since(MigrationPlan plan) => _before is null ? null : PlanChanges.Between(_before, plan);

    /// <summary>The files that somebody has changed since they were written, and what they are kept as.</summary>
    internal ImmutableArray<(string Name, string Kept)> Yours { get; private set; } = [];

    /// <summary>Writes the plan and its files, and takes away those that it has no more; what is compared with comes last.</summary>
    /// <remarks>What somebody has changed of a file stands beside it from then on.</remarks>
    /// <exception cref="CommandException">One cannot be written.</exception>
    internal void Write(MigrationPlan plan, ImmutableArray<string>? moved)
    {
        try
        {
            Directory.CreateDirectory(_path);
            Yours = [.. Changed()];
            foreach (var file in plan.Files) Put(file.Name, output => output.Write(file.Text));
            Put("plan.md", output => PlanReport.Write(plan, moved, "markdown", output));
            foreach (var gone in (_before?.Files ?? []).Select(file => file.Name).Except(plan.Files.Select(file => file.Name)))
                if (Path.GetFileName(gone) == gone && Endings.Contains(Path.GetExtension(gone))) File.Delete(Path.Combine(_path, gone));
            Put(Kept, output => PlanReport.Write(plan, moved, "json", output));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"cannot write the plan to {Named}: {FileProblem.Of(fault)}");
        }
    }

    private IEnumerable<(string Name, string Kept)> Changed()
    {
        foreach (var file in _before?.Files ?? [])
        {
            if (file.Digest is null || Path.GetFileName(file.Name) != file.Name || !Endings.Contains(Path.GetExtension(file.Name))) continue;
            FileInfo there = new(Path.Combine(_path, file.Name));
            if (!there.Exists || there.LinkTarget is not null || (there.Length <= Largest && PlanFileJson.DigestOf(File.ReadAllText(there.FullName)) == file.Digest)) continue;
            var kept = file.Name + Own;
            File.Move(there.FullName, Path.Combine(_path, kept), overwrite: true);
            yield return (file.Name, kept);
        }
    }

    private void Put(string name, Action<TextWriter> write)
    {
        // What a link leads to is none of the plan's.
        FileInfo there = new(Path.Combine(_path, name));
        if (there.LinkTarget is not null) there.Delete();
        using var file = OutputFile.Open(there.FullName, isPrivate: false);
        using (StreamWriter writer = new(file.Stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 16 * 1024) { NewLine = "\n" }) write(writer);
        file.Keep();
    }
}
