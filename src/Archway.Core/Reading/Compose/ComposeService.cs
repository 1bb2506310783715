using Archway.Reading.Data;

namespace Archway.Reading.Compose;

/// <summary>A service as Compose sees it once what it extends is added: where its image, its build and its platform are written.</summary>
/// <param name="Name">The service's name.</param>
/// <param name="Image">The image.</param>
/// <param name="Build">What it is built from.</param>
/// <param name="Platform">The platform it asks for.</param>
/// <param name="Gpu">How it asks for GPUs, in words; null where it does not.</param>
internal sealed record ComposeService(string Name, ComposeValue? Image, ComposeValue? Build, ComposeValue? Platform, string? Gpu)
{
    /// <summary>This service with what it does not say itself taken from another.</summary>
    internal ComposeService Over(ComposeService? other) =>
        other is null ? this : this with { Image = Image ?? other.Image, Build = Build ?? other.Build, Platform = Platform ?? other.Platform, Gpu = Gpu ?? other.Gpu };
}

/// <summary>A value of a Compose file, and that file.</summary>
/// <param name="Node">The value.</param>
/// <param name="File">The file that it stands in.</param>
internal sealed record ComposeValue(DataNode Node, ComposeFile File);
