using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Archway.Verifying;

/// <summary>A program that runs when a container starts, or that it starts at once.</summary>
/// <param name="Written">What the config, the script or the program before calls it: <c>docker-entrypoint.sh</c>, <c>/lib64/ld-linux-x86-64.so.2</c>.</param>
/// <param name="Role">Why it runs.</param>
/// <param name="File">The file; null when there is none of that name, or none that matters.</param>
public sealed record StartedProgram(string Written, ProgramRole Role, ContentFile? File)
{
    /// <summary>Whether a file of that name is there, of whatever kind.</summary>
    public required bool IsThere { get; init; }

    /// <summary>The names of libraries it needs, or that these need, and that were found nowhere they are looked for.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>The libraries that it needs, and that these need, where they were found.</summary>
    public ImmutableArray<ContentFile> Libraries { get; init; } = [];
}

/// <summary>Why a program runs.</summary>
public enum ProgramRole
{
    /// <summary>The config names it.</summary>
    [JsonStringEnumMemberName("entrypoint")] Entrypoint,

    /// <summary>What the config names starts it: the command behind a script, a shell or an init.</summary>
    [JsonStringEnumMemberName("command")] Command,

    /// <summary>It runs what the config names: a dynamic linker, a script's shell.</summary>
    [JsonStringEnumMemberName("interpreter")] Interpreter,
}
