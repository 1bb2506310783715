using System.Globalization;
using Archway.Oci;
using Archway.Oci.Content;
using Archway.Oci.References;

namespace Archway.Resolving.Caching;

/// <summary>What a registry said that a name stands for, and when it last said so.</summary>
/// <param name="Image">The image in full, by its tag or by its digest: <c>docker.io/library/nginx:1.27</c>.</param>
/// <param name="Digest">The digest of what it stood for.</param>
/// <param name="Seen">When the registry said so, to the second.</param>
public sealed record Observation(string Image, Digest Digest, DateTimeOffset Seen)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Reads the line that <see cref="ToString"/> writes.</summary>
    public static Parsed<Observation> Read(string line)
    {
        if (line.Split(' ') is not [var name, var id, var time]) return Parsed.Problem<Observation>("it is not an image, a digest and a time");
        if (!ImageReference.Read(name).TryGetValue(out var image) || image.ToString() != name) return Parsed.Problem<Observation>("its image is none in full");
        if (!Digest.Read(id).TryGetValue(out var digest) || (image.Digest is { } pinned && pinned != digest))
            return Parsed.Problem<Observation>("its digest is none");
        return DateTimeOffset.TryParseExact(time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var seen)
            ? Parsed.Value(new Observation(name, digest, seen))
            : Parsed.Problem<Observation>("its time is none");
    }

    /// <summary>Which of two lines is the older, without reading all of them: negative when the first is.</summary>
    internal static int CompareTimes(string line, string other) => string.CompareOrdinal(Time(line), Time(other));

    /// <summary>The image, the digest and the time on one line.</summary>
    public override string ToString() => $"{Image} {Digest} {Seen.UtcDateTime.ToString("s", CultureInfo.InvariantCulture)}Z";

    private static string Time(string line) => line[(line.LastIndexOf(' ') + 1)..];
}
