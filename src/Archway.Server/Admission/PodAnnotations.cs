namespace Archway.Server.Admission;

/// <summary>What Archway reads from, and writes to, the annotations of pods.</summary>
internal static class PodAnnotations
{
    /// <summary>What the names begin with.</summary>
    internal const string Prefix = "archway/";

    /// <summary>With <c>false</c> the pod is let be, however it is capitalised and whatever spaces stand around it; <c>true</c> is as good as nothing.</summary>
    internal const string Place = "archway/place";

    /// <summary>How many characters of one are written, and read.</summary>
    internal const int Longest = 1000;

    /// <summary>What was done to the pod, or why nothing was.</summary>
    internal const string Placement = "archway/placement";

    private const int LongestTold = 40;

    /// <summary>Whether a pod is to be placed, and a warning where what it says of that is neither yes nor no.</summary>
    /// <param name="annotations">Its annotations.</param>
    internal static (bool IsPlaced, string? Warning) PlaceOf(IReadOnlyDictionary<string, string>? annotations)
    {
        if (annotations?.GetValueOrDefault(Place) is not { } written) return (true, null);
        var word = written.AsSpan().Trim();
        if (word.Equals("false", StringComparison.OrdinalIgnoreCase)) return (false, null);
        // A slip that opted out would be seen by nobody.
        return (true, word.Equals("true", StringComparison.OrdinalIgnoreCase) ? null
            : $"archway: the annotation {Place} is '{ReviewWriter.Cut(written, LongestTold)}', which is neither true nor false; the pod is placed as any other");
    }

    /// <summary>The architectures that all images of the pod run on.</summary>
    internal const string Architectures = "archway/architectures";
}
