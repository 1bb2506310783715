using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Archway.Oci.Platforms;

namespace Archway.Oci.Content;

/// <summary>An image's configuration: what it was built for, and how its process starts.</summary>
/// <remarks><see href="https://github.com/opencontainers/image-spec/blob/v1.1.1/config.md"/></remarks>
public sealed record ImageConfig
{
    /// <summary>The largest configuration that is read.</summary>
    public const int LargestSize = 8 * 1024 * 1024;

    /// <summary>What the image was built for; null when the configuration does not say it.</summary>
    public Platform? Platform { get; private init; }

    /// <summary>When the image was made; null when the configuration does not say it.</summary>
    public DateTimeOffset? Created { get; private init; }

    /// <summary>The command that always runs.</summary>
    public ImmutableArray<string> Entrypoint { get; private init; } = [];

    /// <summary>The command's default arguments, or the default command where there is no entrypoint.</summary>
    public ImmutableArray<string> Command { get; private init; } = [];

    /// <summary>The environment, each as <c>NAME=value</c>.</summary>
    public ImmutableArray<string> Environment { get; private init; } = [];

    /// <summary>The user, as name or number, that the process runs as; null means root.</summary>
    public string? User { get; private init; }

    /// <summary>The folder that the process starts in; null means the root.</summary>
    public string? WorkingFolder { get; private init; }

    /// <summary>What the image's author noted in it.</summary>
    public ImmutableDictionary<string, string> Labels { get; private init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The ports the process listens on, such as <c>8080/tcp</c>.</summary>
    public ImmutableArray<string> ExposedPorts { get; private init; } = [];

    /// <summary>The digests of the layers before compression, lowest first.</summary>
    public ImmutableArray<Digest> DiffIds { get; private init; } = [];

    /// <summary>How the layers came to be, lowest first.</summary>
    public ImmutableArray<HistoryEntry> History { get; private init; } = [];

    /// <summary>Reads a configuration; members that are missing or odd count as not said.</summary>
    /// <exception cref="FormatException">It is no JSON object.</exception>
    public static ImageConfig Read(ReadOnlyMemory<byte> raw) => OciJson.Read(raw, "the image's config", LargestSize, root =>
    {
        var process = root.Object("config") ?? default;
        return new ImageConfig
        {
            Platform = PlatformJson.Find(root),
            Created = Time(root),
            Entrypoint = process.Texts("Entrypoint"),
            Command = process.Texts("Cmd"),
            Environment = process.Texts("Env"),
            User = process.Text("User") is { Length: > 0 } user ? user : null,
            WorkingFolder = process.Text("WorkingDir") is { Length: > 0 } folder ? folder : null,
            Labels = process.Map("Labels"),
            ExposedPorts = process.Object("ExposedPorts") is { } ports ? [.. ports.EnumerateObject().Select(port => port.Name)] : [],
            DiffIds = root.Object("rootfs") is { } files ? [.. files.Texts("diff_ids").Select(id => Digest.Read(id).Value).OfType<Digest>()] : [],
            History = HistoryOf(root),
        };
    });

    private static ImmutableArray<HistoryEntry> HistoryOf(JsonElement root)
    {
        var entries = ImmutableArray.CreateBuilder<HistoryEntry>();
        foreach (var entry in root.Items("history"))
            entries.Add(new(Time(entry), entry.Text("created_by"), entry.Text("comment"), entry.Member("empty_layer") is { ValueKind: JsonValueKind.True }));
        return entries.ToImmutable();
    }

    private static DateTimeOffset? Time(JsonElement element) =>
        DateTimeOffset.TryParse(element.Text("created"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
