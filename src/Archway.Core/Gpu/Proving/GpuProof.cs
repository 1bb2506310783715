using System.Collections.Immutable;
using System.Text;
using Archway.Gpu.Explaining;
using Archway.Oci.Programs;

namespace Archway.Gpu.Proving;

/// <summary>What a container was asked, and whether it saw what its host sees.</summary>
/// <param name="Command">The command, as a person would type it.</param>
/// <param name="Host">What the host sees.</param>
/// <param name="Container">What the container saw; null where it did not run.</param>
/// <param name="Output">What the engine and the container wrote.</param>
/// <param name="Problem">Why nothing is proven; null where all is.</param>
/// <param name="Known">What is known of the error.</param>
public sealed record GpuProof(string Command, SmiOutput Host, SmiOutput? Container, string Output, string? Problem, ImmutableArray<ExplainedError> Known)
{
    private const int MostOutput = 1024 * 1024;
    private static readonly TimeSpan HostLimit = TimeSpan.FromSeconds(60);

    /// <summary>What the host's own <c>nvidia-smi</c> says; a problem where it has none or that fails.</summary>
    public static async Task<(SmiOutput? Said, string? Problem)> AskHostAsync(string? path, TimeProvider time, CancellationToken cancellationToken)
    {
        if (ExternalProgram.Find("nvidia-smi", path) is not { } smi) return (null, "nvidia-smi is not on this machine's PATH, so that there is no driver to prove anything with; archway gpu doctor tells more");
        StringBuilder said = new();
        foreach (var arguments in (string[][])[[], ["-L"]])
        {
            var answer = await smi.RunAsync(new() { Arguments = arguments, Limit = HostLimit, MostOutput = MostOutput }, time, cancellationToken).ConfigureAwait(false);
            var text = Text(answer);
            if (answer is not { End: ProgramEnd.Exited, ExitCode: 0 }) return (null, $"nvidia-smi fails on the host itself: {FirstLine(text) ?? Ended(answer, HostLimit)}; archway gpu doctor tells more");
            said.Append(text);
        }

        return (SmiOutput.Of(said.ToString()), null);
    }

    /// <summary>Runs a container and holds what it sees against the host.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="image">The image.</param>
    /// <param name="host">What the host sees.</param>
    /// <param name="path">The variable <c>PATH</c>.</param>
    /// <param name="limit">How long it may take, the image's coming included.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<GpuProof> RunAsync(ProofEngine engine, string image, SmiOutput host, string? path, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        var arguments = engine.Arguments(image);
        var command = $"{engine.Program} {string.Join(' ', arguments.Select(word => word.Contains(' ', StringComparison.Ordinal) ? $"'{word}'" : word))}";
        if (ExternalProgram.Find(engine.Program, path) is not { } program)
            return new(command, host, null, "", $"{engine.Program} is not on the PATH; archway gpu setup --engine {engine.Name} tells how it comes there", []);
        var answer = await program.RunAsync(new() { Arguments = arguments, Limit = limit, MostOutput = MostOutput }, time, cancellationToken).ConfigureAwait(false);
        var output = Text(answer);
        if (answer is not { End: ProgramEnd.Exited, ExitCode: 0 })
        {
            var known = await Explanation.OfAsync(new MemoryStream(Encoding.UTF8.GetBytes(output)), cancellationToken).ConfigureAwait(false);
            return new(command, host, null, output, $"the container did not run nvidia-smi: {LastLine(output) ?? Ended(answer, limit)}", known.Errors);
        }

        var seen = SmiOutput.Of(output);
        return new(command, host, seen, output, Difference(host, seen), []);
    }

    private static string? Difference(SmiOutput host, SmiOutput seen)
    {
        if (seen.Gpus.IsEmpty) return "the container ran nvidia-smi, which named no GPU";
        if (host.Driver is { } driver && seen.Driver is { } other && driver != other) return $"the container saw driver {other}, and the host has {driver}";
        if (host.Gpus.Except(seen.Gpus).ToArray() is [var missing, ..] gone) return $"the container saw {seen.Gpus.Length} of {host.Gpus.Length} GPUs; {missing} is {(gone.Length > 1 ? "one of those that are missing" : "missing")}";
        return seen.Gpus.Except(host.Gpus).FirstOrDefault() is { } strange ? $"the container saw {strange}, which the host does not name" : null;
    }

    private static string Text(ProgramAnswer answer) => Encoding.UTF8.GetString(answer.Output) + "\n" + Encoding.UTF8.GetString(answer.Error);

    private static string Ended(ProgramAnswer answer, TimeSpan limit) => answer.End switch
    {
        ProgramEnd.TooSlow => $"it did not end within {limit.TotalSeconds:0} s",
        ProgramEnd.TooMuch => "it wrote more than it may",
        ProgramEnd.NotStarted => "it could not be started",
        _ => $"it answered {answer.ExitCode} and said nothing",
    };

    private static string? FirstLine(string text) => text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0);

    private static string? LastLine(string text) => text.Split('\n').Select(line => line.Trim()).LastOrDefault(line => line.Length > 0 && !line.StartsWith("Run 'docker run --help'", StringComparison.Ordinal));
}
