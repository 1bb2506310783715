namespace Archway.Fuzz;

/// <summary>What came of reading one input.</summary>
/// <param name="Failure">The law that was broken, in a form that is the same for every input that breaks it there; null when none was.</param>
/// <param name="Detail">The exception or the figures.</param>
/// <param name="Time">The processor's time that it took.</param>
/// <param name="Memory">How many bytes it allocated.</param>
internal sealed record Measurement(string? Failure, string? Detail, TimeSpan Time, long Memory)
{
    /// <summary>Reads an input and looks at what it costs.</summary>
    internal static async Task<Measurement> TakeAsync(Target target, byte[] input)
    {
        var (time, memory) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
        Exception? thrown = null;
        try
        {
            await target.ReadAsync(input);
        }
        catch (Exception e)
        {
            thrown = e;
        }

        (time, memory) = (Environment.CpuUsage.TotalTime - time, GC.GetTotalAllocatedBytes() - memory);
        if (thrown is not null) return new(Place(thrown), thrown.ToString(), time, memory);
        if (time > Bounds.Time(input.Length)) return new("takes too long", $"it took {time.TotalSeconds:0.0} s of {input.Length} bytes", time, memory);
        return memory > Bounds.Memory(input.Length)
            ? new("takes too much memory", $"it allocated {memory >> 20} MiB of {input.Length} bytes", time, memory)
            : new(null, null, time, memory);
    }

    /// <summary>The kind of an exception and where in the readers it began.</summary>
    private static string Place(Exception thrown)
    {
        var frame = thrown.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains(" Archway.", StringComparison.Ordinal))?.Trim() ?? "";
        var end = frame.IndexOf(" in ", StringComparison.Ordinal);
        return thrown is LawException ? $"law: {thrown.Message}" : $"{thrown.GetType().Name} {(end < 0 ? frame : frame[..end])}";
    }
}
