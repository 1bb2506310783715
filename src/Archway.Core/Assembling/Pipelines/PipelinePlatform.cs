using Archway.Oci.Platforms;

namespace Archway.Assembling.Pipelines;

/// <summary>One platform of the image, and the machine that builds it.</summary>
/// <param name="Platform">The platform.</param>
/// <param name="Runner">What the service calls the machine.</param>
internal sealed record PipelinePlatform(Platform Platform, string Runner)
{
    /// <summary>The platform as a part of a name: <c>linux-arm64</c>.</summary>
    internal string Slug { get; } = Platform.ToString().Replace('/', '-');

    /// <summary>The variable that holds the digest of its image: <c>DIGEST_LINUX_ARM64</c>.</summary>
    internal string DigestVariable { get; } = "DIGEST_" + Platform.ToString().Replace('/', '_').ToUpperInvariant();

    /// <summary>The platform where a name takes neither slash nor dash: <c>linux_arm64</c>.</summary>
    internal string Identifier => Slug.Replace('-', '_');
}
