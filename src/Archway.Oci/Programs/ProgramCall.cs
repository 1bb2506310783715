namespace Archway.Oci.Programs;

/// <summary>What a program is asked, and how much it may take for the answer.</summary>
internal sealed record ProgramCall
{
    /// <summary>The arguments, each as it is: no shell reads them.</summary>
    internal required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>After how long it is ended.</summary>
    internal required TimeSpan Limit { get; init; }

    /// <summary>How many bytes it may write to its output; with one more it is ended.</summary>
    internal required int MostOutput { get; init; }

    /// <summary>How many bytes of memory it may hold itself, looked at a few times a second; null where that is its own affair.</summary>
    internal long? MostMemory { get; init; }

    /// <summary>What it reads on its input.</summary>
    internal string Input { get; init; } = "";

    /// <summary>All of its environment; null where it inherits that of this process.</summary>
    internal IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>The folder it is started in; null means that of this process.</summary>
    internal string? WorkingFolder { get; init; }
}
