using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Archway.Oci.Content;

namespace Archway.Reading.Ecr;

/// <summary>An image of a repository of Amazon ECR.</summary>
/// <param name="Tag">The tag to ask for it by, of several one that does not move.</param>
/// <param name="Pushed">When it was pushed, in seconds of the epoch.</param>
/// <param name="Pulled">When it was last pulled, as far as that is recorded.</param>
internal sealed partial record EcrImage(string Tag, double Pushed, double Pulled)
{
    /// <summary>The image that is told; null where it has no tag, or is a chart, a signature or another artifact.</summary>
    internal static EcrImage? Of(JsonElement detail)
    {
        // An index says none.
        if (detail.Text("artifactMediaType") is { Length: > 0 } kind && kind is not ("application/vnd.docker.container.image.v1+json" or "application/vnd.oci.image.config.v1+json"))
            return null;
        var tags = detail.Texts("imageTags").Where(tag => !OfSignature().IsMatch(tag)).Order(StringComparer.Ordinal).ToArray();
        return tags.Length == 0 ? null : new(Array.Find(tags, tag => tag != "latest") ?? tags[0], Seconds(detail, "imagePushedAt"), Seconds(detail, "lastRecordedPullTime"));
    }

    // The JSON protocol writes times as seconds; some tools in between write them out.
    private static double Seconds(JsonElement of, string name) => of.Member(name) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out var seconds) => seconds,
        { ValueKind: JsonValueKind.String } text when DateTimeOffset.TryParse(text.Text(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) => at.ToUnixTimeSeconds(),
        _ => 0,
    };

    // As cosign and the fallback of referrers call them.
    [GeneratedRegex(@"\Asha256-[0-9a-f]{64}(\.[a-z]+)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex OfSignature();
}
