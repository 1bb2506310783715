using Archway.Reading.Builds;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>Tells commands that only say a text from those that do something by it.</summary>
internal static class SaidText
{
    private static readonly string[] Saying = ["echo", "printf"];

    // They put one text for another, or look for it.
    private static readonly string[] Editing = ["sed", "awk", "grep", "egrep", "perl", "tr"];

    /// <summary>Whether a command says or edits a text, and nothing in the build goes on with it: it is handed to no other command and to no configuration.</summary>
    internal static bool Is(RunScript script, ShellWord[] command) => Editing.Contains(command[0].Text) || IsSaid(script, command);

    /// <summary>Whether a command says a text that nothing in the build goes on with.</summary>
    internal static bool IsSaid(RunScript script, ShellWord[] command)
    {
        if (!Saying.Contains(command[0].Text) || script.IsPiped(command)) return false;
        var redirection = Array.FindIndex(command, word => word.Text.StartsWith('>'));
        if (redirection < 0) return true;
        var file = command[redirection].Text.TrimStart('>');
        if (file.Length == 0 && redirection + 1 < command.Length) file = command[redirection + 1].Text;
        return file.StartsWith('&') || IsDocument(script, command, file);
    }

    /// <summary>Whether a file is one for readers: not of the system's configuration, and nothing in the build goes on with it by its name.</summary>
    internal static bool IsDocument(RunScript script, ShellWord[] writing, string file)
    {
        var name = file[(file.LastIndexOf('/') + 1)..];
        return name.Length > 0 && !file.Begins("/etc/") && !name.Contains('$', StringComparison.Ordinal) && !script.IsNamedElsewhere(name, writing);
    }
}
