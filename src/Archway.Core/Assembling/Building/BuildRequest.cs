using System.Collections.Immutable;
using Archway.Oci;
using Archway.Oci.Platforms;
using Archway.Oci.References;

namespace Archway.Assembling.Building;

/// <summary>A Dockerfile that is to be built for several platforms.</summary>
/// <param name="Context">The folder that the build may read.</param>
/// <param name="Target">Where the multi-arch image goes.</param>
public sealed record BuildRequest(string Context, ImageSource Target)
{
    /// <summary>The Dockerfile; null for the context's.</summary>
    public string? Dockerfile { get; init; }

    /// <summary>The platforms to build for.</summary>
    public required ImmutableArray<Platform> Platforms { get; init; }

    /// <summary>The machines that build, each for a platform; a platform without one is built by the program's own builder.</summary>
    public ImmutableArray<BuildNode> Nodes { get; init; } = [];

    /// <summary>Arguments of the build, <c>NAME=VALUE</c>.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>The stage to build; null for the last.</summary>
    public string? Stage { get; init; }

    /// <summary>What the program that builds is told besides, as it is.</summary>
    public ImmutableArray<string> Further { get; init; } = [];
}

/// <summary>A machine that builds for a platform.</summary>
/// <param name="Platform">The platform.</param>
/// <param name="Place">An address, <c>ssh://…</c> or <c>tcp://…</c>, or the name of a builder that is there.</param>
public sealed record BuildNode(Platform Platform, string Place)
{
    /// <summary>Whether it is an address and no builder's name.</summary>
    public bool IsAddress => Place.Contains("://", StringComparison.Ordinal);

    /// <summary>Reads <c>PLATFORM=PLACE</c>.</summary>
    public static Parsed<BuildNode> Read(string? text)
    {
        var sign = text?.IndexOf('=', StringComparison.Ordinal) ?? -1;
        if (sign <= 0 || !Platform.Read(text![..sign]).TryGetValue(out var platform) || text[(sign + 1)..] is not { Length: > 0 } place
            || place[0] == '-' || place.Any(c => char.IsControl(c) || c == ' '))
            return Parsed.Problem<BuildNode>($"'{text}' is no node; write it as linux/arm64=ssh://user@host, linux/arm64=tcp://host:1234 or linux/arm64=BUILDER");
        return place.Contains("://", StringComparison.Ordinal) && !place.StartsWith("ssh://", StringComparison.Ordinal) && !place.StartsWith("tcp://", StringComparison.Ordinal)
            ? Parsed.Problem<BuildNode>($"'{place}' is no address that is built at; ssh:// and tcp:// are")
            : Parsed.Value(new BuildNode(platform, place));
    }
}
