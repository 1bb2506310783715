using System.Text;
using System.Text.Json;
using Archway.Testing;

namespace Archway.Cli.Tests;

/// <summary>The whole program in process: arguments in; exit code, output and messages out.</summary>
internal sealed class ArchwayProgram : IDisposable
{
    /// <summary>Where the user's own configuration stands, below the home.</summary>
    internal const string ConfigurationFile = ".config/archway/config.yaml";

    private readonly TempFolder _home = new();
    private readonly Dictionary<string, string?> _variables = [];

    internal string WorkingFolder { get; init; } = Path.GetTempPath();

    internal string Input { get; init; } = "";

    /// <summary>What stands on standard input where that is no text.</summary>
    internal byte[]? RawInput { get; init; }

    /// <summary>What goes to standard output and is no text.</summary>
    internal MemoryStream RawOutput { get; } = new();

    /// <summary>The terminal's width; null stands for a pipe.</summary>
    internal int? Width { get; init; }

    internal TimeProvider Time { get; init; } = TimeProvider.System;

    internal string Home => _home.Path;

    internal ArchwayProgram With(string variable, string value)
    {
        _variables[variable] = value;
        return this;
    }

    /// <summary>What a variable was set to.</summary>
    internal string? Variable(string name) => _variables.GetValueOrDefault(name);

    /// <summary>Writes the user's own configuration, and tells where.</summary>
    internal string Configure(string text)
    {
        _home.With(ConfigurationFile, text);
        return Path.Combine(Home, ConfigurationFile);
    }

    internal async Task<Ran> RunAsync(params string[] arguments)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        var exit = await CommandLine.RunAsync(arguments, new()
        {
            Output = output,
            Error = error,
            Input = new StringReader(Input),
            OpenInput = () => new MemoryStream(RawInput ?? Encoding.UTF8.GetBytes(Input), writable: false),
            OpenOutput = () => RawOutput,
            OutputWidth = Width,
            ErrorWidth = null,
            Variable = name => name switch
            {
                "HOME" or "USERPROFILE" => _home.Path,
                _ => _variables.GetValueOrDefault(name),
            },
            VariableNames = _variables.Keys,
            WorkingFolder = WorkingFolder,
            Time = Time,
        }, Xunit.TestContext.Current.CancellationToken);
        return new(exit, output.ToString(), error.ToString());
    }

    public void Dispose() => _home.Dispose();
}

/// <summary>How a run ended and what it wrote.</summary>
internal sealed record Ran(int ExitCode, string Output, string Error)
{
    /// <summary>The output as JSON.</summary>
    internal JsonElement Json() => JsonDocument.Parse(Output).RootElement;

    /// <summary>The run as a golden file holds it.</summary>
    public override string ToString() => $"exit code: {ExitCode}\n----- stdout\n{Output}----- stderr\n{Error}";
}
