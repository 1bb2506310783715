using System.Security.Cryptography;
using Archway.Oci.Content;
using static Archway.Oci.Tests.Registries.Specification.Exchange;

namespace Archway.Oci.Tests.Registries.Specification;

/// <summary>What the cases push.</summary>
internal static class Samples
{
    internal const string OciManifest = MediaTypes.OciManifest;

    internal const string OciIndex = MediaTypes.OciIndex;

    internal const string ArtifactType = "application/vnd.example.notes.v1";

    internal static readonly byte[] Blob = "hello, registry"u8.ToArray();

    internal static readonly byte[] Config = """{"architecture":"arm64","os":"linux"}"""u8.ToArray();

    internal static readonly byte[] Empty = "{}"u8.ToArray();

    internal static readonly byte[] Image = ImageWith("");

    internal static readonly string Absent = Of("what nobody pushes"u8.ToArray());

    internal static string Of(byte[] content) => Digest.Of(content).ToString();

    internal static string LongOf(byte[] content) => $"sha512:{Convert.ToHexStringLower(SHA512.HashData(content))}";

    internal static string Descriptor(string mediaType, byte[] content, string more = "") =>
        $$"""{"mediaType":"{{mediaType}}","digest":"{{Of(content)}}","size":{{content.Length}}{{more}}}""";

    /// <summary>An image of one layer, with further members: <c>,"subject":{…}</c>.</summary>
    internal static byte[] ImageWith(string more, string configType = MediaTypes.OciConfig) => Utf8($$"""
        {"schemaVersion":2,"mediaType":"{{OciManifest}}","config":{{Descriptor(configType, Config)}},
        "layers":[{{Descriptor("application/vnd.oci.image.layer.v1.tar", Blob)}}]{{more}}}
        """);

    /// <summary>An artifact whose content is the empty object.</summary>
    internal static byte[] Artifact(string more) => Utf8($$"""
        {"schemaVersion":2,"mediaType":"{{OciManifest}}","artifactType":"{{ArtifactType}}","config":{{Descriptor("application/vnd.oci.empty.v1+json", Empty)}},
        "layers":[{{Descriptor("application/vnd.oci.empty.v1+json", Empty)}}]{{more}}}
        """);

    internal static byte[] Index(string entries, string more = "") =>
        Utf8($$"""{"schemaVersion":2,"mediaType":"{{OciIndex}}","manifests":[{{entries}}]{{more}}}""");

    internal static Exchange[] PushBlob(byte[] blob, string repository = "{name}") =>
    [
        Post($"/v2/{repository}/blobs/uploads/").Gives(202),
        Put($"{{location}}?digest={Of(blob)}", blob).Gives(201),
    ];

    /// <summary>The blobs that the image and the artifact point to.</summary>
    internal static Exchange[] PushBlobs(string repository = "{name}") =>
        [.. PushBlob(Config, repository), .. PushBlob(Blob, repository), .. PushBlob(Empty, repository)];

    internal static Exchange PushManifest(byte[] manifest, string reference, string mediaType = OciManifest) =>
        Put($"/v2/{{name}}/manifests/{reference}", manifest).As(mediaType).Gives(201);

    internal static Exchange[] PushImage(params string[] tags) => [.. PushBlobs(), .. tags.Select(tag => PushManifest(Image, tag))];
}
