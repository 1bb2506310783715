using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Archway.Cli.Files;
using Archway.Cli.Reports.Gpu;
using Archway.Gpu.Cdi;
using Archway.Gpu.Hosts;
using Archway.Gpu.Specs;
using Archway.Reading;

namespace Archway.Cli.Commands.Gpu;

/// <summary><c>archway gpu cdi [FILE…]</c></summary>
internal static class GpuCdiCommand
{
    // The reader takes fewer, and says so in its own words.
    private const int Longest = 16 * 1024 * 1024;

    internal static Command Create(Surroundings surroundings)
    {
        Argument<string[]> files = new("file") { Description = "A specification, in YAML or JSON; - is standard input. Default: those of the host, in /etc/cdi and /var/run/cdi.", Arity = ArgumentArity.ZeroOrMore };
        Option<string?> root = new("--root") { Description = "The host to hold them against, in place of this machine: a folder with its root, or what archway gpu doctor --save wrote.", HelpName = "path" };
        Option<bool> generate = new("--generate") { Description = "Print a specification made of the host's GPUs, in place of looking at one." };
        var format = Arguments.Format("table", "json");
        var failOn = Arguments.List("--fail-on", [.. Thresholds.Words.Where(word => word != "unknown")], "Answer 1 where something is so severe: what engines refuse is a blocker, what the host lacks a warning, what only the specification forbids a note.");
        TaughtCommand command = new("cdi", "Checks specifications of the Container Device Interface against its rules and against the host, or makes one.",
            """
            Engines pass over a file that breaks a rule, most of them without a word. Each problem has its place as a JSON
            pointer and a line. A sound file is stale when it names what the host has no longer, as after an upgrade.

            Examples:
              archway gpu cdi
              archway gpu cdi nvidia.yaml --fail-on blocker
              archway gpu cdi --root host.json
              archway gpu cdi --generate | sudo tee /etc/cdi/nvidia.yaml
            """) { files, root, generate, format, failOn };
        command.SetAction((parsed, cancellationToken) => RunAsync(new(
            [.. parsed.GetValue(files) ?? []], parsed.GetValue(root), parsed.GetValue(generate), parsed.GetValue(format)!, Thresholds.Of(parsed.GetValue(failOn) ?? [])), surroundings, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CdiRequest request, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (request.Generates && request.Files.Length > 0) throw new CommandException("--generate makes a specification of the host and reads none; leave the files out");
        var host = await HostAsync(request, surroundings, cancellationToken);
        if (request.Generates) return Generate(host, surroundings);

        List<CdiFile> read = [];
        if (request.Files.IsEmpty) read.AddRange(host.Specs);
        foreach (var name in request.Files) read.Add(await ReadAsync(name, surroundings, cancellationToken));
        // A file may be for another machine than the one it is looked at on.
        var isHeld = request.Root is not null || request.Files.IsEmpty || host.HasDriver;
        var conflicts = CdiStaleness.Conflicts(read).ToLookup(one => one.File, one => one.Problem);
        ImmutableArray<CdiFile> judged =
        [
            .. read.Select(file => file with
            {
                Problems = [.. file.Problems, .. isHeld && file is { IsRefused: false, Spec: { } spec } ? CdiStaleness.Judge(spec, host) : [], .. conflicts[file]],
            }),
        ];
        CdiReport.Write(judged, isHeld, request.Format, surroundings);
        return judged.Any(file => file.Problems.Any(problem => CdiReport.Weight(problem.Level) >= request.Thresholds.Least)) ? ExitCodes.Reached : ExitCodes.Done;
    }

    private static async Task<CdiHost> HostAsync(CdiRequest request, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (request.Root is null)
            return new(request.Files.IsEmpty ? await HostSnapshots.TakeAsync(surroundings.Variable, surroundings.Time, cancellationToken) : HostSnapshots.Look("/", cancellationToken), "/");
        var path = Path.GetFullPath(request.Root, surroundings.WorkingFolder);
        var isRoot = Directory.Exists(path) && !File.Exists(Path.Combine(path, "snapshot.json"));
        return new(await SavedHost.ReadAsync(request.Root, surroundings, cancellationToken), isRoot ? path : null);
    }

    private static int Generate(CdiHost host, Surroundings surroundings)
    {
        List<string> notes = [];
        var made = CdiMaker.Make(host, notes);
        if (!made.TryGetValue(out var spec)) throw new CommandException($"no specification can be made: {made.Problem}");
        surroundings.Output.Write(CdiWriter.Write(spec));
        foreach (var note in notes) surroundings.Error.WriteLine($"archway: {note}");
        return ExitCodes.Done;
    }

    private static async Task<CdiFile> ReadAsync(string name, Surroundings surroundings, CancellationToken cancellationToken)
    {
        await using var stream = await InputFile.OpenAsync(name, Longest, surroundings, cancellationToken);
        using StreamReader reader = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        try
        {
            return CdiFile.Read(new SourceText(name == "-" ? "standard-input.yaml" : name.Replace(Path.DirectorySeparatorChar, '/'), await reader.ReadToEndAsync(cancellationToken)));
        }
        catch (DecoderFallbackException)
        {
            throw new CommandException($"cannot read {InputFile.Shown(name)}: it is not UTF-8");
        }
    }

    private sealed record CdiRequest(ImmutableArray<string> Files, string? Root, bool Generates, string Format, Thresholds Thresholds);
}
