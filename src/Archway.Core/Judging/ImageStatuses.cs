namespace Archway.Judging;

/// <summary>What a status means to whoever counts.</summary>
public static class ImageStatuses
{
    /// <summary>Whether the image, as it is named, is known not to run, whether or not one near it does.</summary>
    public static bool DoesNotRun(this ImageStatus status) =>
        status is ImageStatus.Broken or ImageStatus.Blocked or ImageStatus.Missing or ImageStatus.Update;
}
