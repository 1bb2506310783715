namespace Archway.Fuzz;

/// <summary>Gives one target input after input, and keeps as material for more those that make it run as none did before.</summary>
internal sealed class Fuzzer(Target target, int seed, TimeSpan cpuTime, TextWriter output)
{
    private const int LongestMaterial = 16 * 1024;
    private const int MostFailures = 10;
    // Nothing is waited for in a reader: what runs this long without using the processor waits for ever.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly Random _random = new(seed);
    private readonly List<byte[]> _material = [];
    private readonly HashSet<string> _failures = [];
    private long _executions;
    private Measurement _slowest = new(null, null, TimeSpan.Zero, 0);
    private Measurement _largest = new(null, null, TimeSpan.Zero, 0);
    private (TimeSpan Cpu, long Wall, byte[] Input) _begun = (TimeSpan.Zero, 0, []);

    /// <summary>Runs until the time is over; tells whether no law was broken.</summary>
    internal async Task<bool> RunAsync(IEnumerable<byte[]> seeds, LastInput last)
    {
        await using Timer watch = new(_ => Watch(), null, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));
        foreach (var input in seeds) await TryAsync(input, last);
        if (Coverage.Parts == 0) throw new InvalidOperationException("the readers do not count what runs: they were not rewritten");
        var given = _material.Count;
        Mutator mutator = new(_random, target.Pieces);
        while (Environment.CpuUsage.TotalTime < cpuTime && _failures.Count < MostFailures)
            await TryAsync(target.Arrange(mutator.Mutate(Pick(), Pick()), _random), last);
        output.WriteLine($"{target.Name}: seed {seed}, {_executions} inputs in {Environment.CpuUsage.TotalTime.TotalSeconds:0} s of CPU, "
            + $"{given} then {_material.Count} kept, {Coverage.Parts} parts reached, slowest {_slowest.Time.TotalMilliseconds:0} ms, "
            + $"most allocated {_largest.Memory >> 10} KiB, {_failures.Count} failures");
        return _failures.Count == 0;
    }

    // What was found last leads on more often than what was found first.
    private byte[] Pick() => _material.Count == 0 ? [] : _material[_random.Next(_random.Next(3) == 0 ? _material.Count / 2 : 0, _material.Count)];

    private async Task TryAsync(byte[] input, LastInput last)
    {
        last.Set(input);
        var measured = await MeasureAsync(input);
        _executions++;
        if (measured.Failure is not null) await KeepFailureAsync(input, measured);
        else if (input.Length <= LongestMaterial && (Coverage.FindNew() | IsCostlier(measured))) _material.Add(input);
    }

    private async Task<Measurement> MeasureAsync(byte[] input)
    {
        Coverage.Clear();
        _begun = (Environment.CpuUsage.TotalTime, Environment.TickCount64, input);
        var measured = await Measurement.TakeAsync(target, input);
        _begun = default;
        return measured;
    }

    /// <summary>Whether no input has cost as much; such ones lead to those that cost too much.</summary>
    private bool IsCostlier(Measurement measured)
    {
        var isCostlier = measured.Time > _slowest.Time * 1.2 || measured.Memory > _largest.Memory * 1.2;
        if (measured.Time > _slowest.Time) _slowest = measured;
        if (measured.Memory > _largest.Memory) _largest = measured;
        return isCostlier;
    }

    private async Task KeepFailureAsync(byte[] input, Measurement measured)
    {
        if (!_failures.Add(measured.Failure!)) return;
        var (shortest, before) = (input, input.Length);
        shortest = await Minimiser.ShrinkAsync(shortest, async shorter => (await MeasureAsync(shorter)).Failure == measured.Failure);
        output.WriteLine($"{target.Name}: seed {seed}, input {_executions}: {measured.Failure}\n{measured.Detail}\n"
            + $"kept, {shortest.Length} of {before} bytes: {CaseFiles.Keep(target, shortest)}");
    }

    /// <summary>Ends the process that one input keeps; it is kept by whoever started the process.</summary>
    private void Watch()
    {
        var (cpu, wall, input) = _begun;
        if (wall == 0) return;
        if (Environment.CpuUsage.TotalTime - cpu < Bounds.Time(input.Length) * 4 && Environment.TickCount64 - wall < LongestWait.TotalMilliseconds) return;
        output.WriteLine($"{target.Name}: seed {seed}, input {_executions} of {input.Length} bytes does not end");
        Environment.Exit(3);
    }
}
