using Archway.Pages;

namespace Archway.Placing.Manifests;

/// <summary>What a pod says of being placed, in an annotation or a label of that name.</summary>
/// <param name="IsPlaced">Whether it is to be placed.</param>
/// <param name="Warning">What is odd about the words; null where nothing is.</param>
public readonly record struct PlaceWish(bool IsPlaced, string? Warning)
{
    /// <summary>With <c>false</c> the pod is let be, however it is capitalised and whatever spaces stand around it; <c>true</c> is as good as nothing.</summary>
    public const string Name = "archway/place";

    private const int LongestTold = 40;

    /// <summary>What the annotation says; the label, which an API server heeds already, counts where it says <c>false</c>.</summary>
    /// <param name="annotation">The annotation; null where there is none.</param>
    /// <param name="label">The label; null where there is none.</param>
    public static PlaceWish Of(string? annotation, string? label = null)
    {
        if (label == "false") return new(false, null);
        if (annotation is null) return new(true, null);
        var word = annotation.AsSpan().Trim();
        if (word.Equals("false", StringComparison.OrdinalIgnoreCase)) return new(false, null);
        // A slip that opted out would be seen by nobody.
        return new(true, word.Equals("true", StringComparison.OrdinalIgnoreCase) ? null
            : $"the annotation {Name} is '{VisibleText.Of(annotation, LongestTold)}', which is neither true nor false; the pod is placed as any other");
    }
}
