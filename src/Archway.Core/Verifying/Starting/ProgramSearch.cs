using System.Collections.Immutable;
using Archway.Oci.Content;
using Archway.Verifying.Binaries;
using Archway.Verifying.Trees;

namespace Archway.Verifying.Starting;

/// <summary>Finds what a config starts: its first word, what runs that, and what it starts in its turn.</summary>
/// <param name="tree">The image's files.</param>
/// <param name="config">Its config.</param>
internal sealed class ProgramSearch(ImageTree tree, ImageConfig config)
{
    // What Linux gives a process that has no PATH, and Docker writes into a config.
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private const int MostPrograms = 16;

    private readonly List<StartedProgram> _found = [];

    /// <summary>Whether layers below those of the tree could make another program start than the one found: not where each was found at the first place.</summary>
    internal bool IsCertain { get; private set; } = true;

    /// <summary>The value of a variable of the config's environment.</summary>
    internal string? Variable(string name) =>
        config.Environment.LastOrDefault(one => one.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    /// <summary>What starts, in its order; nothing where the config names no program.</summary>
    internal ImmutableArray<StartedProgram> Find()
    {
        ImmutableArray<string> words = [.. config.Entrypoint, .. config.Command];
        if (words is not [{ Length: > 0 }, ..]) return [];
        Follow(words, ProgramRole.Entrypoint);
        return [.. _found];
    }

    private void Follow(ImmutableArray<string> words, ProgramRole role)
    {
        var node = Locate(words[0]);
        var program = Add(words[0], role, node);
        if (_found.Count >= MostPrograms) return;
        FollowInterpreter(program);
        // Only what is there is taken for a program, since other words are any program's own.
        var next = CommandWords.Next(words, program.File?.Content is ScriptFile).Take(8).FirstOrDefault(word => Locate(word) is { } found && tree.IsFile(found));
        if (next is not null && next != words[0]) Follow(CommandWords.From(words, next), ProgramRole.Command);
    }

    private void FollowInterpreter(StartedProgram program)
    {
        var (path, then) = program.File?.Content switch
        {
            ElfFile elf => (elf.Interpreter, null),
            ScriptFile script => (script.Interpreter, script.Program != script.Interpreter ? script.Program : null),
            _ => ((string?)null, (string?)null),
        };
        foreach (var written in (string?[])[path, then])
        {
            if (written is null || _found.Count >= MostPrograms || _found.Any(one => one.Written == written && one.Role == ProgramRole.Interpreter)) continue;
            FollowInterpreter(Add(written, ProgramRole.Interpreter, Locate(written)));
        }
    }

    private StartedProgram Add(string written, ProgramRole role, int? node)
    {
        var content = node is { } there ? tree.ContentOf(there) : null;
        StartedProgram program = new(written, role, content is null ? null : new(tree.PathOf(node!.Value), tree.LayerOf(node.Value), content, tree.IsExecutable(node.Value)))
        {
            IsThere = node is { } file && tree.IsFile(file),
        };
        _found.Add(program);
        return program;
    }

    // https://man7.org/linux/man-pages/man3/exec.3.html: a name with a slash is a path, any other is looked for along PATH.
    private int? Locate(string word)
    {
        if (word.Contains('/', StringComparison.Ordinal)) return tree.Find(word.StartsWith('/') ? word : $"{config.WorkingFolder}/{word}");
        foreach (var folder in (Variable("PATH") ?? DefaultPath).Split(':', 64))
        {
            var path = folder.StartsWith('/') ? $"{folder}/{word}" : $"{config.WorkingFolder}/{folder}/{word}";
            if (tree.Find(path) is { } node && tree.IsFile(node) && tree.IsExecutable(node)) return node;
            IsCertain = false;
        }

        return null;
    }
}
