namespace Archway.Server.Admission;

/// <summary>What Archway reads from, and writes to, the annotations of pods.</summary>
internal static class PodAnnotations
{
    /// <summary>What the names begin with.</summary>
    internal const string Prefix = "archway/";

    /// <summary>How many characters of one are written, and read.</summary>
    internal const int Longest = 1000;

    /// <summary>What was done to the pod, or why nothing was.</summary>
    internal const string Placement = "archway/placement";

    /// <summary>The architectures that all images of the pod run on.</summary>
    internal const string Architectures = "archway/architectures";
}
