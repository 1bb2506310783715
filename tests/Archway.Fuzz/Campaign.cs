using System.Diagnostics;
using System.Globalization;

namespace Archway.Fuzz;

/// <summary>Several targets, each in a process of its own, since a reader's worst fault ends the process.</summary>
internal static class Campaign
{
    internal static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        Dictionary<string, string> options = new(StringComparer.Ordinal) { ["--seconds"] = "20", ["--seed"] = "1", ["--seeds"] = "" };
        List<string> names = [];
        var lastInput = args is ["--worker", var path, ..] ? path : null;
        for (var i = lastInput is null ? 0 : 2; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal)) names.Add(args[i]);
            else if (i + 1 < args.Length && options.ContainsKey(args[i])) options[args[i]] = args[++i];
            else return Refuse(output, $"'{args[i]}' is none of --seconds N, --seed S, --seeds FOLDER");
        }

        if (!int.TryParse(options["--seconds"], CultureInfo.InvariantCulture, out var seconds)
            || !int.TryParse(options["--seed"], CultureInfo.InvariantCulture, out var seed))
            return Refuse(output, "--seconds and --seed take a number");
        if (names.Find(name => !Targets.All.Any(target => target.Name == name)) is { } unknown)
            return Refuse(output, $"'{unknown}' is none of the targets: {string.Join(", ", Targets.All.Select(target => target.Name))}");
        var targets = Targets.All.Where(target => names.Count == 0 || names.Contains(target.Name)).ToList();
        if (lastInput is not null)
        {
            using LastInput last = new(lastInput);
            Fuzzer fuzzer = new(targets[0], seed, TimeSpan.FromSeconds(seconds), output);
            return await fuzzer.RunAsync(SeedFiles.For(targets[0], options["--seeds"]), last) ? 0 : 1;
        }

        var failed = 0;
        string[] passedOn = ["--seconds", options["--seconds"], "--seed", options["--seed"], "--seeds", options["--seeds"]];
        await Parallel.ForEachAsync(targets, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (target, cancellationToken) =>
        {
            if (!await StartAsync(target, passedOn, output, cancellationToken)) Interlocked.Increment(ref failed);
        });
        output.WriteLine($"{targets.Count - failed} of {targets.Count} targets without a failure");
        return failed == 0 ? 0 : 1;
    }

    private static async Task<bool> StartAsync(Target target, string[] options, TextWriter output, CancellationToken cancellationToken)
    {
        var lastInput = Path.Combine(Path.GetTempPath(), $"archway-fuzz-{Environment.ProcessId}-{target.Name}");
        string[] arguments = [typeof(Campaign).Assembly.Location, "--worker", lastInput, .. options, target.Name];
        ProcessStartInfo start = new(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true };
        // Beyond what any input may allocate at once there is an exception, and not a machine without memory.
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x60000000";
        using var process = Process.Start(start)!;
        var told = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        lock (output) output.Write(told);
        if (process.ExitCode is 0 or 1) return process.ExitCode == 0;
        lock (output)
        {
            output.WriteLine($"{target.Name}: the process ended with {process.ExitCode}, {string.Join(' ', options)}");
            if (LastInput.Take(lastInput) is { } input) output.WriteLine($"its last input is kept: {CaseFiles.Keep(target, input)}");
        }

        return false;
    }

    private static int Refuse(TextWriter output, string why)
    {
        output.WriteLine(why);
        return 2;
    }
}
