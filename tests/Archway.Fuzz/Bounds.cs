namespace Archway.Fuzz;

/// <summary>What reading one input may cost, by its length: far more than any ordinary one takes, far less than what hurts.</summary>
internal static class Bounds
{
    internal static TimeSpan Time(int length) => TimeSpan.FromSeconds(5) + TimeSpan.FromMicroseconds(40.0 * length);

    /// <summary>How many bytes may be allocated, over the whole reading and not at once.</summary>
    internal static long Memory(int length) => 256L * 1024 * 1024 + 8L * 1024 * length;
}
