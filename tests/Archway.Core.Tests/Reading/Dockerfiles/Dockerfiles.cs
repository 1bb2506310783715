using Archway.Oci.Platforms;
using Archway.Reading;
using Archway.Reading.Dockerfiles;
using Xunit;

namespace Archway.Core.Tests.Reading.Dockerfiles;

/// <summary>Dockerfiles of tests, and their images on a line each.</summary>
internal static class Dockerfiles
{
    internal static DockerfileDocument Parse(string text, string platform = "linux/arm64") => DockerfileFormat.Parse(
        new SourceText("Dockerfile", text), new ReadingOptions { Platform = Platform.Parse(platform) }, [], TestContext.Current.CancellationToken);

    /// <summary><c>line:column written → image</c>, or the reason after an exclamation mark.</summary>
    internal static string Images(string text, string platform = "linux/arm64") => string.Join('\n', Parse(text, platform).Occurrences.Select(Line));

    internal static string Line(ImageOccurrence found) =>
        $"{found.At.Line}:{found.At.Column} {found.Written} → {found.Image?.ToString() ?? "! " + found.Reason}";
}
