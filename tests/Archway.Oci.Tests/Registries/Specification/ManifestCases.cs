using Archway.Oci.Content;
using Archway.Testing;
using static Archway.Oci.Tests.Registries.Specification.Exchange;
using static Archway.Oci.Tests.Registries.Specification.Samples;

namespace Archway.Oci.Tests.Registries.Specification;

/// <summary>Manifests as they are pushed, and names as they are allowed.</summary>
internal static class ManifestCases
{
    private const string Section = "Pushing Manifests";

    private static readonly byte[] Spaced = Utf8($" {System.Text.Encoding.UTF8.GetString(Image)}\n\n");

    private static readonly byte[] Foreign = Utf8($$"""
        {"schemaVersion":2,"mediaType":"{{OciManifest}}","config":{{Descriptor(MediaTypes.OciConfig, Config)}},"layers":[{"mediaType":
        "application/vnd.oci.image.layer.nondistributable.v1.tar","digest":"{{Absent}}","size":9,"urls":["https://layers.example.com/9"]}]}
        """);

    private static readonly byte[] WithoutLayers = Utf8($$"""
        {"schemaVersion":2,"mediaType":"{{OciManifest}}","config":{{Descriptor(MediaTypes.OciConfig, Config)}},"layers":[]}
        """);

    internal static SpecificationCase[] All { get; } =
    [
        new("A manifest is pushed under a tag", Section,
        [
            .. PushBlobs(),
            PushManifest(Image, "1").HeaderLike("Location", "/v2/").Header("Docker-Content-Digest", Of(Image)),
            Get("{location}").Gives(200).Bytes(Image),
        ]),
        new("A manifest is pushed under its digest", Section,
        [
            .. PushBlobs(),
            PushManifest(Image, Of(Image)).Header("Docker-Content-Digest", Of(Image)),
            Get("{location}").Gives(200).Bytes(Image),
        ]),
        new("A manifest is pushed under its SHA-512", Section,
        [
            .. PushBlobs(),
            PushManifest(Image, LongOf(Image)).Header("Docker-Content-Digest", LongOf(Image)),
            Get($"/v2/{{name}}/manifests/{LongOf(Image)}").Gives(200).Bytes(Image).Header("Docker-Content-Digest", LongOf(Image)),
        ])
        {
            Distribution = "compares with the SHA-256",
        },
        new("A manifest of another digest is refused", Section,
        [
            .. PushBlobs(),
            Put($"/v2/{{name}}/manifests/{Absent}", Image).As(OciManifest).Gives(400).Errors("DIGEST_INVALID"),
            Get($"/v2/{{name}}/manifests/{Absent}").Gives(404),
            Get($"/v2/{{name}}/manifests/{Of(Image)}").Gives(404),
        ]),
        new("A manifest cannot be pushed under what is no digest", Section,
            [.. PushBlobs(), Put("/v2/{name}/manifests/sha256:1234", Image).As(OciManifest).Gives(400, 404)])
        {
            Distribution = "answers 500",
        },
        new("A manifest cannot be pushed under what is no tag", Section,
        [
            .. PushBlobs(),
            Put("/v2/{name}/manifests/.1", Image).As(OciManifest).Gives(400, 404),
            Put("/v2/{name}/manifests/-1", Image).As(OciManifest).Gives(400, 404),
            Put($"/v2/{{name}}/manifests/{new string('1', 129)}", Image).As(OciManifest).Gives(400, 404),
        ]),
        new("A tag has at most 128 characters of letters, digits, dots, dashes and underscores", "Pulling manifests",
        [
            .. PushBlobs(),
            .. new[] { new string('1', 128), "_", "V1.0-rc_2", "0" }.SelectMany(tag =>
                new[] { PushManifest(Image, tag), Get($"/v2/{{name}}/manifests/{tag}").Gives(200).Bytes(Image) }),
        ]),
        new("A tag moves", Section,
        [
            .. PushImage("1"),
            PushManifest(ImageWith(",\"annotations\":{\"a\":\"b\"}"), "1"),
            Get("/v2/{name}/manifests/1").Gives(200).Bytes(ImageWith(",\"annotations\":{\"a\":\"b\"}")),
            Get($"/v2/{{name}}/manifests/{Of(Image)}").Gives(200).Bytes(Image),
        ]),
        new("A manifest is kept to the byte", Section, [.. PushBlobs(), PushManifest(Spaced, "1"), Get("/v2/{name}/manifests/1").Gives(200).Bytes(Spaced)]),
        new("Parameters of a media type are left out", Section,
        [
            .. PushBlobs(),
            PushManifest(Image, "1", OciManifest + "; charset=utf-8"),
            Get("/v2/{name}/manifests/1").Gives(200).Header("Content-Type", OciManifest),
        ]),
        new("A manifest of Docker's form keeps its media type", Section,
        [
            .. PushBlobs(),
            PushManifest(Utf8(System.Text.Encoding.UTF8.GetString(Image).Replace(OciManifest, MediaTypes.DockerManifest)), "1", MediaTypes.DockerManifest),
            Head("/v2/{name}/manifests/1").With("Accept", MediaTypes.DockerManifest).Gives(200).Header("Content-Type", MediaTypes.DockerManifest),
        ]),
        new("A manifest that calls itself otherwise than its header is refused", Section,
        [
            .. PushBlobs(),
            Put("/v2/{name}/manifests/1", Image).As(OciIndex).Gives(400).Errors("MANIFEST_INVALID"),
        ]),
        new("What is no manifest is refused", Section,
        [
            .. PushBlobs(),
            Put("/v2/{name}/manifests/1", Utf8("{\"layers\":")).As(OciManifest).Gives(400).Errors("MANIFEST_INVALID"),
            Get("/v2/{name}/manifests/1").Gives(404),
        ]),
        new("A manifest without a blob may be refused, and each missing blob is an error", "Push",
        [
            .. PushBlob(Empty),
            Put("/v2/{name}/manifests/1", Image).As(OciManifest).Gives(400, 404).Errors("MANIFEST_BLOB_UNKNOWN", "MANIFEST_BLOB_UNKNOWN"),
            Get("/v2/{name}/manifests/1").Gives(404),
        ]),
        new("A blob of another repository is missing here", "Push",
        [
            .. PushBlobs("{other}"),
            .. PushBlob(Config),
            Put("/v2/{name}/manifests/1", Image).As(OciManifest).Gives(400, 404).Errors("MANIFEST_BLOB_UNKNOWN"),
        ]),
        new("An index without one of its manifests may be refused", "Push",
        [
            .. PushImage("1"),
            Put("/v2/{name}/manifests/2", Index($$"""{"mediaType":"{{OciManifest}}","digest":"{{Absent}}","size":9}""")).As(OciIndex)
                .Gives(400, 404).Errors("MANIFEST_BLOB_UNKNOWN"),
        ]),
        new("A sparse image and a sparse index may be taken", "Push",
            PushManifest(Image, "1"),
            PushManifest(Index($$"""{"mediaType":"{{OciManifest}}","digest":"{{Absent}}","size":9}"""), "2", OciIndex),
            Get("/v2/{name}/manifests/2").Gives(200))
        {
            Options = new TestRegistryOptions { AcceptsSparse = true },
        },
        new("An index over manifests and over an index is pushed", Section,
        [
            .. PushImage("1"),
            PushManifest(Index(Descriptor(OciManifest, Image)), "2", OciIndex),
            PushManifest(Index(Descriptor(OciIndex, Index(Descriptor(OciManifest, Image)))), "3", OciIndex),
            Get("/v2/{name}/manifests/3").Gives(200).Header("Content-Type", OciIndex),
        ]),
        new("An index over nothing is pushed", Section, PushManifest(Index(""), "1", OciIndex), Get("/v2/{name}/manifests/1").Gives(200).Bytes(Index(""))),
        new("An image without layers is pushed", Section,
            [.. PushBlobs(), PushManifest(WithoutLayers, "1"), Get("/v2/{name}/manifests/1").Gives(200).Bytes(WithoutLayers)]),
        new("A layer that lies elsewhere is not missing", "Push", [.. PushBlobs(), PushManifest(Foreign, "1")])
        {
            Distribution = "answers 500 unless its configuration allows the hosts of foreign layers",
        },
        new("An artifact is pushed", Section, [.. PushBlobs(), PushManifest(Artifact(""), "1"), Get("/v2/{name}/manifests/1").Gives(200).Bytes(Artifact(""))]),
        new("A manifest of 4 megabytes is taken", Section,
        [
            .. PushBlobs(),
            PushManifest(ImageWith($",\"annotations\":{{\"a\":\"{new string('a', 3_999_000)}\"}}"), "1"),
        ]),
        new("A manifest over the bound is too large", Section,
        [
            .. PushBlobs(),
            Put("/v2/{name}/manifests/1", ImageWith($",\"annotations\":{{\"a\":\"{new string('a', 4 * 1024 * 1024)}\"}}")).As(OciManifest).Gives(413),
            Get("/v2/{name}/manifests/1").Gives(404),
        ])
        {
            Distribution = "answers 400",
        },
        .. new[] { "Upper", "a..b", "a___b", "_a", "a-", "a/-/b" }.Select(bad =>
            new SpecificationCase($"A repository cannot be called {bad}", "Pulling manifests",
                Get($"/v2/{{name}}/{bad}/manifests/1").Gives(400, 404),
                Post($"/v2/{{name}}/{bad}/blobs/uploads/").Gives(400, 404))),
        new("A repository's first part has no capital letters", "Pulling manifests", Post("/v2/Upper/{name}/blobs/uploads/").Gives(400, 404))
        {
            Distribution = "takes them, as if the part were a host",
        },
        .. new[] { "a__b", "a--b", "a.b/c_d/0", "blobs/uploads", "a---------b" }.Select(good =>
            new SpecificationCase($"A repository can be called {good}", "Pulling manifests",
            [
                .. PushBlob(Blob, $"{good}/{{name}}/{good}"),
                Get($"/v2/{good}/{{name}}/{good}/blobs/{Of(Blob)}").Gives(200).Bytes(Blob),
            ])),
    ];
}
