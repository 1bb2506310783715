using Archway.Pages;

namespace Archway.Cli.Terminal;

/// <summary>Text that does nothing but stand there, on a terminal and in the log of a CI job.</summary>
/// <remarks>Names, messages and paths come from files and registries that anyone may have written.</remarks>
internal static class SafeText
{
    /// <summary>The text as <see cref="WriteOut"/> has it, and no command to a runner either: <c>\x23#[error]</c>.</summary>
    internal static string Clean(string text) => RunnerCommands.Disarm(WriteOut(text), mark => $"\\x{(int)mark:x2}");

    /// <summary>The text with every control character, direction mark and other character that is not seen written out: <c>\x1b</c>, <c>\u202e</c>.</summary>
    internal static string WriteOut(string text) => VisibleText.Of(text);
}
