using System.Text;
using Archway.Gpu.Setup;

namespace Archway.Cli.Files;

/// <summary>The configuration files of a host, whose root is this machine's or lies in a folder.</summary>
/// <param name="root">The folder that holds its root.</param>
internal sealed class HostFiles(string root)
{
    private const int Longest = 4 * 1024 * 1024;
    private const int MostFiles = 200;
    private const int MostBackups = 100;

    internal ConfigFiles Files => new(Read, List);

    /// <summary>Writes a file whole or not at all, and lays what stood there beside it.</summary>
    /// <param name="edit">The file.</param>
    /// <param name="diff">What was changed.</param>
    /// <returns>Where what stood there lies now; null where nothing did.</returns>
    /// <exception cref="CommandException">It cannot be written, and nothing was.</exception>
    internal string? Write(ConfigEdit edit, out string diff)
    {
        var path = Of(edit.Path);
        try
        {
            if (edit.Before is null)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                using var file = OutputFile.Open(path, isPrivate: false);
                file.Stream.Write(Encoding.UTF8.GetBytes(edit.After));
                file.Keep();
                diff = ConfigDiff.Of(edit.Path, null, edit.After);
                return null;
            }

            if (RewrittenFile.Read(path, edit.Before) is var read && !read.TryGetValue(out var rewritten)) throw new CommandException($"{edit.Path} is not changed: {read.Problem}");
            var backup = FreeBackup(edit.Path);
            File.Copy(path, Of(backup), overwrite: false);
            rewritten.Write(edit.After);
            diff = ConfigDiff.Of(edit.Path, rewritten.Mark + edit.Before, rewritten.Mark + edit.After);
            return backup;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"cannot write {edit.Path}: {FileProblem.Of(fault)}{(fault is UnauthorizedAccessException ? "; it is the host's, so run this with sudo" : "")}");
        }
    }

    private string FreeBackup(string path)
    {
        for (var i = 1; i <= MostBackups; i++)
            if ($"{path}.archway-backup{(i == 1 ? "" : $"-{i}")}" is var name && !Path.Exists(Of(name))) return name;
        throw new IOException($"{MostBackups} backups of it lie beside it already");
    }

    private string? Read(string path)
    {
        var file = Of(path);
        if (!File.Exists(file)) return null;
        try
        {
            FileInfo found = new(file);
            if (PlainFile.IsOther(file) || found.Length > Longest) throw new IOException($"it is no file of at most {Longest} bytes");
            using StreamReader reader = new(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return reader.ReadToEnd();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new CommandException($"cannot read {path}: {(fault is DecoderFallbackException ? "it is not UTF-8" : FileProblem.Of(fault))}");
        }
    }

    private IReadOnlyList<string> List(string pattern)
    {
        var slash = pattern.LastIndexOf('/');
        var (folder, name) = (pattern[..slash], pattern[(slash + 1)..]);
        if (folder.Contains('*', StringComparison.Ordinal) || !Directory.Exists(Of(folder))) return [];
        return [.. Directory.EnumerateFiles(Of(folder), name).Take(MostFiles).Select(file => $"{folder}/{Path.GetFileName(file)}").Order(StringComparer.Ordinal)];
    }

    /// <summary>Where a path of the host lies; of another root than this machine's no link is followed, since that would lead out of it.</summary>
    private string Of(string path)
    {
        if (root == "/") return path;
        var at = root;
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..") throw new CommandException($"{path} leads upwards, which is not followed in {root}; write the path without ..");
            at = Path.Combine(at, part);
            if (new FileInfo(at).LinkTarget is not null) throw new CommandException($"{path} is a link in {root}, which may lead out of it; name a root without it, or change the file by hand");
        }

        return at;
    }
}
