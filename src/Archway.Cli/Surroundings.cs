namespace Archway.Cli;

/// <summary>Everything a command touches beside its arguments, handed in so that a test runs the whole program in process.</summary>
internal sealed record Surroundings
{
    /// <summary>Where reports go.</summary>
    internal required TextWriter Output { get; init; }

    /// <summary>Where progress and messages go.</summary>
    internal required TextWriter Error { get; init; }

    internal required TextReader Input { get; init; }

    /// <summary>Opens standard input for what is no text.</summary>
    internal required Func<Stream> OpenInput { get; init; }

    /// <summary>Opens standard output for what is no text.</summary>
    internal required Func<Stream> OpenOutput { get; init; }

    /// <summary>The width of the terminal that output goes to, in characters; null when it goes to a file or a pipe, where nothing is wrapped.</summary>
    internal int? OutputWidth { get; init; }

    /// <summary>The width of the terminal that messages go to; null when they go elsewhere, where no progress is drawn.</summary>
    internal int? ErrorWidth { get; init; }

    /// <summary>The environment.</summary>
    internal required Func<string, string?> Variable { get; init; }

    /// <summary>The names of the environment's variables.</summary>
    internal IReadOnlyCollection<string> VariableNames { get; init; } = [];

    internal required string WorkingFolder { get; init; }

    internal required TimeProvider Time { get; init; }

    /// <summary>Whether output may be coloured: it goes to a terminal, and the user did not ask for none (https://no-color.org).</summary>
    internal bool Colours => OutputWidth is not null && string.IsNullOrEmpty(Variable("NO_COLOR")) && Variable("TERM") != "dumb";
}
