using Archway.Testing;
using static Archway.Oci.Tests.Registries.Specification.Exchange;
using static Archway.Oci.Tests.Registries.Specification.Samples;

namespace Archway.Oci.Tests.Registries.Specification;

/// <summary>Tags, manifests and blobs as they are deleted.</summary>
internal static class DeleteCases
{
    internal static SpecificationCase[] All { get; } =
    [
        new("A tag is deleted and its manifest stays", "Deleting tags",
        [
            .. PushImage("1", "2"),
            Delete("/v2/{name}/manifests/1").Gives(202),
            Get("/v2/{name}/manifests/1").Gives(404),
            Get("/v2/{name}/manifests/2").Gives(200),
            Get($"/v2/{{name}}/manifests/{Of(Image)}").Gives(200),
            Get("/v2/{name}/tags/list").Gives(200).Json("""{"name":"{name}","tags":["2"]}"""),
        ])
        {
            Distribution = "deletes by digest only",
        },
        new("A manifest is deleted with its tags", "Deleting Manifests",
        [
            .. PushImage("1", "2"),
            Delete($"/v2/{{name}}/manifests/{Of(Image)}").Gives(202),
            Get($"/v2/{{name}}/manifests/{Of(Image)}").Gives(404),
            Get("/v2/{name}/manifests/1").Gives(404),
            Get("/v2/{name}/manifests/2").Gives(404),
        ]),
        new("A manifest that is not there cannot be deleted", "Deleting Manifests",
            [.. PushImage("1"), Delete($"/v2/{{name}}/manifests/{Absent}").Gives(404)]),
        new("A manifest of an unknown repository cannot be deleted", "Deleting Manifests", Delete($"/v2/{{name}}/manifests/{Absent}").Gives(404)),
        new("A manifest that was deleted can be pushed again", "Deleting Manifests",
        [
            .. PushImage("1"),
            Delete($"/v2/{{name}}/manifests/{Of(Image)}").Gives(202),
            PushManifest(Image, "1"),
            Get("/v2/{name}/manifests/1").Gives(200).Bytes(Image),
        ]),
        new("A blob is deleted", "Deleting Blobs",
        [
            .. PushBlob(Blob),
            Delete($"/v2/{{name}}/blobs/{Of(Blob)}").Gives(202),
            Get($"/v2/{{name}}/blobs/{Of(Blob)}").Gives(404),
        ]),
        new("A blob that is not there cannot be deleted", "Deleting Blobs",
            [.. PushBlob(Blob), Delete($"/v2/{{name}}/blobs/{Absent}").Gives(404).Errors("BLOB_UNKNOWN")]),
        new("Nothing is deleted where that is disabled", "Content Management",
        [
            .. PushImage("1"),
            Delete("/v2/{name}/manifests/1").Gives(405).Errors("UNSUPPORTED"),
            Delete($"/v2/{{name}}/manifests/{Of(Image)}").Gives(405).Errors("UNSUPPORTED"),
            Delete($"/v2/{{name}}/blobs/{Of(Blob)}").Gives(405).Header("Allow", "GET, HEAD"),
            Get("/v2/{name}/manifests/1").Gives(200).Bytes(Image),
            Get($"/v2/{{name}}/blobs/{Of(Blob)}").Gives(200).Bytes(Blob),
        ])
        {
            Options = new TestRegistryOptions { AllowsDelete = false },
        },
    ];
}
