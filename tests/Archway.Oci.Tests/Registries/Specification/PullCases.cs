using static Archway.Oci.Tests.Registries.Specification.Exchange;
using static Archway.Oci.Tests.Registries.Specification.Samples;

namespace Archway.Oci.Tests.Registries.Specification;

/// <summary>Manifests and blobs as they are read, whole and in part.</summary>
internal static class PullCases
{
    internal static SpecificationCase[] All { get; } =
    [
        new("A registry tells that it is one", "Determining Support", Get("/v2/").Gives(200)),
        new("A manifest is read by its tag", "Pulling manifests",
        [
            .. PushImage("1"),
            Get("/v2/{name}/manifests/1").Gives(200).Bytes(Image).Header("Content-Type", OciManifest).Header("Docker-Content-Digest", Of(Image)),
        ]),
        new("A manifest is read by its digest", "Pulling manifests",
            [.. PushImage("1"), Get($"/v2/{{name}}/manifests/{Of(Image)}").Gives(200).Bytes(Image).Header("Content-Type", OciManifest)]),
        new("A manifest is there", "Checking if content exists in the registry",
        [
            .. PushImage("1"),
            Head("/v2/{name}/manifests/1").Gives(200).Bytes([]).Header("Content-Length", $"{Image.Length}").Header("Docker-Content-Digest", Of(Image)),
            Head($"/v2/{{name}}/manifests/{Of(Image)}").Gives(200).Header("Content-Length", $"{Image.Length}").Header("Content-Type", OciManifest),
        ]),
        new("A manifest is not there", "Checking if content exists in the registry",
        [
            .. PushImage("1"),
            Head("/v2/{name}/manifests/2").Gives(404).Bytes([]),
            Head($"/v2/{{name}}/manifests/{Absent}").Gives(404).Bytes([]),
        ]),
        new("A manifest that is not there is unknown", "Pulling manifests",
        [
            .. PushImage("1"),
            Get("/v2/{name}/manifests/2").Gives(404).Errors("MANIFEST_UNKNOWN"),
            Get($"/v2/{{name}}/manifests/{Absent}").Gives(404).Errors("MANIFEST_UNKNOWN"),
        ]),
        new("A manifest of an unknown repository is not found", "Pushing Manifests", Get("/v2/{name}/manifests/1").Gives(404)),
        new("A manifest cannot be asked for by what is no digest", "Pulling manifests",
            [.. PushImage("1"), Get("/v2/{name}/manifests/sha256:1234").Gives(400, 404)])
        {
            Distribution = "answers 500",
        },
        new("A manifest cannot be asked for by what is no tag", "Pulling manifests", [.. PushImage("1"), Get("/v2/{name}/manifests/.1").Gives(400, 404)]),
        new("A blob is read by its digest", "Pulling blobs",
            [.. PushBlob(Blob), Get($"/v2/{{name}}/blobs/{Of(Blob)}").Gives(200).Bytes(Blob).Header("Docker-Content-Digest", Of(Blob))]),
        new("A blob is there", "Checking if content exists in the registry",
        [
            .. PushBlob(Blob),
            Head($"/v2/{{name}}/blobs/{Of(Blob)}").Gives(200).Bytes([]).Header("Content-Length", $"{Blob.Length}").Header("Docker-Content-Digest", Of(Blob)),
        ]),
        new("A blob is not there", "Checking if content exists in the registry", Head($"/v2/{{name}}/blobs/{Absent}").Gives(404).Bytes([])),
        new("A blob that is not there is unknown", "Pulling blobs",
            [.. PushBlob(Blob), Get($"/v2/{{name}}/blobs/{Absent}").Gives(404).Errors("BLOB_UNKNOWN")]),
        new("A blob is not found in a repository that does not have it", "Pulling blobs",
            [.. PushBlob(Blob, "{other}"), .. PushBlob(Config), Get($"/v2/{{name}}/blobs/{Of(Blob)}").Gives(404)]),
        new("A blob cannot be asked for by what is no digest", "Pulling blobs", Get("/v2/{name}/blobs/sha256:1234").Gives(400, 404)),
        new("The beginning of a blob is read", "Pulling blobs",
        [
            .. PushBlob(Blob),
            Get($"/v2/{{name}}/blobs/{Of(Blob)}").With("Range", "bytes=0-4").Gives(206).Bytes(Blob[..5]).Header("Content-Range", $"bytes 0-4/{Blob.Length}"),
        ]),
        new("The rest of a blob is read", "Pulling blobs",
        [
            .. PushBlob(Blob),
            Get($"/v2/{{name}}/blobs/{Of(Blob)}").With("Range", "bytes=5-").Gives(206).Bytes(Blob[5..])
                .Header("Content-Range", $"bytes 5-{Blob.Length - 1}/{Blob.Length}").Header("Content-Length", $"{Blob.Length - 5}"),
        ]),
        new("The end of a blob is read", "Pulling blobs",
            [.. PushBlob(Blob), Get($"/v2/{{name}}/blobs/{Of(Blob)}").With("Range", "bytes=-3").Gives(206).Bytes(Blob[^3..])]),
        new("A part of a blob that begins inside and ends behind it is cut", "Pulling blobs",
            [.. PushBlob(Blob), Get($"/v2/{{name}}/blobs/{Of(Blob)}").With("Range", "bytes=10-999").Gives(206).Bytes(Blob[10..])]),
        new("A part behind a blob's end cannot be had", "Pulling blobs",
        [
            .. PushBlob(Blob),
            Get($"/v2/{{name}}/blobs/{Of(Blob)}").With("Range", "bytes=99-").Gives(416).Header("Content-Range", $"bytes */{Blob.Length}"),
        ])
        {
            Distribution = "cuts the connection inside the refusal",
        },
        new("A method that an endpoint does not have is refused", "Endpoints",
        [
            .. PushBlob(Blob),
            Put($"/v2/{{name}}/blobs/{Of(Blob)}", Blob).Gives(405).HeaderLike("Allow", "DELETE"),
            Post("/v2/{name}/manifests/1").Gives(405).HeaderLike("Allow", "PUT"),
            Delete("/v2/{name}/tags/list").Gives(405).HeaderLike("Allow", "GET"),
        ]),
    ];
}
