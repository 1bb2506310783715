using System.Text.Json.Serialization;

namespace Archway.Resolving;

/// <summary>Something that backs what is said of an image.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Detail">What was seen there, in one sentence.</param>
public sealed record Evidence(EvidenceSource Source, string Detail);

/// <summary>Where evidence comes from, strongest last.</summary>
public enum EvidenceSource
{
    /// <summary>The catalog that ships with Archway.</summary>
    [JsonStringEnumMemberName("catalog")] Catalog,
    /// <summary>The scanned sources themselves.</summary>
    [JsonStringEnumMemberName("sources")] Sources,
    /// <summary>A registry's answer in an earlier run, or on another machine, which this one was told by the cache.</summary>
    [JsonStringEnumMemberName("cache")] Cache,
    /// <summary>A registry's answer in this run.</summary>
    [JsonStringEnumMemberName("registry")] Registry,
    /// <summary>A layout folder or an archive on this machine.</summary>
    [JsonStringEnumMemberName("layout")] Layout,
    /// <summary>The image's own files.</summary>
    [JsonStringEnumMemberName("content")] Content,
}
