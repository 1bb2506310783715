using System.Collections.Immutable;

namespace Archway.Gpu.Cdi;

/// <summary>What a file of the Container Device Interface says: devices by name, and what an engine does to a container that asks for one.</summary>
/// <remarks><see href="https://github.com/cncf-tags/container-device-interface/blob/v1.1.0/SPEC.md"/></remarks>
public sealed record CdiSpec
{
    /// <summary>The version of the interface that it is written for, as written.</summary>
    public required string Version { get; init; }

    /// <summary>Whose devices these are, and of what class: <c>nvidia.com/gpu</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Where its version stands; the file's first line where it has none.</summary>
    public CdiPlace VersionAt { get; init; } = CdiPlace.Nowhere;

    /// <summary>Where its kind stands.</summary>
    public CdiPlace KindAt { get; init; } = CdiPlace.Nowhere;

    /// <summary>What its author notes about it.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Annotations { get; init; } = [];

    /// <summary>The devices, in order.</summary>
    public ImmutableArray<CdiDevice> Devices { get; init; } = [];

    /// <summary>What is done to every container that asks for any of the devices.</summary>
    public CdiEdits Edits { get; init; } = CdiEdits.None;

    /// <summary>The part of the kind before its slash; empty where there is none.</summary>
    public string Vendor => Kind.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && slash + 1 < Kind.Length ? Kind[..slash] : "";

    /// <summary>The part of the kind behind its slash; all of it where there is none, as the library has it.</summary>
    public string Class => Vendor.Length > 0 ? Kind[(Vendor.Length + 1)..] : Kind;

    /// <summary>The edits of the whole and of each device.</summary>
    public IEnumerable<CdiEdits> AllEdits => Devices.Select(device => device.Edits).Prepend(Edits);
}

/// <summary>A device that a container may ask for.</summary>
/// <param name="Name">Its name within its kind.</param>
/// <param name="Edits">What is done to a container that asks for it.</param>
/// <param name="At">Where it stands.</param>
public sealed record CdiDevice(string Name, CdiEdits Edits, CdiPlace At)
{
    /// <summary>What its author notes about it.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Annotations { get; init; } = [];
}

/// <summary>A place in a file.</summary>
/// <param name="JsonPointer">The way to it through the document, as RFC 6901 writes it: <c>/devices/0/name</c>.</param>
/// <param name="Line">Its line, counted from 1; 0 for what was made and never read.</param>
public sealed record CdiPlace(string JsonPointer, int Line)
{
    /// <summary>The place of what no file has yet.</summary>
    public static CdiPlace Nowhere { get; } = new("", 0);
}

/// <summary>A text and where it stands.</summary>
public sealed record CdiText(string Value, CdiPlace At);
