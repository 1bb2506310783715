using System.Collections.Immutable;
using Archway.Gpu.Checks;

namespace Archway.Gpu.Explaining;

/// <summary>What is known of a log.</summary>
/// <param name="Errors">The errors in it that are known, in the order in which they first occur.</param>
/// <param name="Lines">How many lines it has.</param>
public sealed record Explanation(ImmutableArray<ExplainedError> Errors, long Lines)
{
    private const int Piece = 64 * 1024;

    /// <summary>Reads a text of any length.</summary>
    public static async Task<Explanation> OfAsync(Stream text, CancellationToken cancellationToken)
    {
        LogReader reader = new();
        var piece = new byte[Piece];
        while (await text.ReadAsync(piece, cancellationToken) is > 0 and var read) reader.Read(piece.AsSpan(0, read));
        return reader.End();
    }
}

/// <summary>An error of a log, with the check that it stands for.</summary>
/// <param name="Check">The check.</param>
/// <param name="Line">The line on which it first occurs.</param>
/// <param name="Text">That line, as it stands there.</param>
/// <param name="Count">How often it occurs.</param>
/// <param name="Alike">Other checks that show as the same text.</param>
public sealed record ExplainedError(GpuCheck Check, long Line, string Text, long Count, ImmutableArray<GpuCheck> Alike);
