using System.Collections.Concurrent;
using Archway.Placing.Manifests;
using Archway.Reading.Data;

namespace Archway.Server.Admission;

/// <summary>Names of images that were read before: pods name the same ones over and over, and reading one takes three regular expressions and a web address.</summary>
internal static class ReadNames
{
    private const int Most = 5000;
    private const int Longest = 512;
    private static readonly ConcurrentDictionary<string, ImageMeant> Known = new(StringComparer.Ordinal);

    /// <summary>The image that a name means.</summary>
    internal static ImageMeant Read(DataScalar name)
    {
        if (name.Value.Length > Longest) return PodImages.Meant(name.Value);
        if (Known.TryGetValue(name.Value, out var known)) return known;
        // What is forgotten is read again.
        if (Known.Count >= Most) Known.Clear();
        return Known[name.Value] = PodImages.Meant(name.Value);
    }
}
