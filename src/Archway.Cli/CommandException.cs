namespace Archway.Cli;

/// <summary>A command cannot do its job; the message is what the user reads, and the program answers 2.</summary>
internal sealed class CommandException(string message) : Exception(message);
