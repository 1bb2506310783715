namespace Archway.Fuzz;

/// <summary>Takes away from an input whatever its failure does not need.</summary>
internal static class Minimiser
{
    private const int MostTries = 3000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    internal static async Task<byte[]> ShrinkAsync(byte[] input, Func<byte[], Task<bool>> failsAlike)
    {
        var start = Environment.CpuUsage.TotalTime;
        var tries = 0;
        for (var size = Math.Max(1, input.Length / 2); size > 0; size /= 2)
        {
            for (var at = 0; at < input.Length;)
            {
                if (++tries > MostTries || Environment.CpuUsage.TotalTime - start > Longest) return input;
                byte[] shorter = [.. input[..at], .. input[Math.Min(input.Length, at + size)..]];
                if (await failsAlike(shorter)) input = shorter;
                else at += size;
            }
        }

        return input;
    }
}
