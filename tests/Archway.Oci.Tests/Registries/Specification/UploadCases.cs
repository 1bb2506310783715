using static Archway.Oci.Tests.Registries.Specification.Exchange;
using static Archway.Oci.Tests.Registries.Specification.Samples;

namespace Archway.Oci.Tests.Registries.Specification;

/// <summary>Blobs that are pushed in one piece.</summary>
internal static class UploadCases
{
    private const string Uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    internal static SpecificationCase[] All { get; } =
    [
        new("A blob is pushed by POST and PUT", "POST then PUT",
            Post("/v2/{name}/blobs/uploads/").Gives(202).HeaderLike("Location", Uuid),
            Put($"{{location}}?digest={Of(Blob)}", Blob).Gives(201),
            Get("{location}").Gives(200).Bytes(Blob)),
        new("An empty blob is pushed", "POST then PUT",
            Post("/v2/{name}/blobs/uploads/").Gives(202),
            Put($"{{location}}?digest={Of([])}", []).Gives(201),
            Get("{location}").Gives(200).Bytes([])),
        new("A blob is pushed twice", "POST then PUT",
            [.. PushBlob(Blob), .. PushBlob(Blob), Get($"/v2/{{name}}/blobs/{Of(Blob)}").Gives(200).Bytes(Blob)]),
        new("A blob is pushed by one POST", "Single POST",
            Post($"/v2/{{name}}/blobs/uploads/?digest={Of(Blob)}", Blob).Gives(201),
            Get("{location}").Gives(200).Bytes(Blob))
        {
            Distribution = "begins an upload, as the section allows",
        },
        new("A registry may begin an upload where one POST would do", "Single POST",
            Post($"/v2/{{name}}/blobs/uploads/?digest={Of(Blob)}", Blob).Gives(201, 202).HeaderLike("Location", ".")),
        new("A blob of another digest is refused", "POST then PUT",
            Post("/v2/{name}/blobs/uploads/").Gives(202),
            Put($"{{location}}?digest={Of(Config)}", Blob).Gives(400).Errors("DIGEST_INVALID"),
            Get($"/v2/{{name}}/blobs/{Of(Config)}").Gives(404),
            Get($"/v2/{{name}}/blobs/{Of(Blob)}").Gives(404)),
        new("A blob of another digest is refused at once", "Single POST",
            Post($"/v2/{{name}}/blobs/uploads/?digest={Of(Config)}", Blob).Gives(400).Errors("DIGEST_INVALID"),
            Get($"/v2/{{name}}/blobs/{Of(Config)}").Gives(404))
        {
            Distribution = "begins an upload, as the section allows",
        },
        new("A blob needs a digest", "POST then PUT",
            Post("/v2/{name}/blobs/uploads/").Gives(202),
            Put("{location}", Blob).Gives(400).Errors("DIGEST_INVALID")),
        new("A blob needs a digest in the right form", "POST then PUT",
            Post("/v2/{name}/blobs/uploads/").Gives(202),
            Put("{location}?digest=sha256:1234", Blob).Gives(400).Errors("DIGEST_INVALID")),
        new("A blob needs a digest of a known algorithm", "POST then PUT",
            Post("/v2/{name}/blobs/uploads/").Gives(202),
            Put("{location}?digest=md5:5d41402abc4b2a76b9719d911017c592", Blob).Gives(400).Errors("DIGEST_INVALID")),
        new("A blob is pushed under its SHA-512", "POST then PUT",
            Post("/v2/{name}/blobs/uploads/").Gives(202),
            Put($"{{location}}?digest={LongOf(Blob)}", Blob).Gives(201),
            Get($"/v2/{{name}}/blobs/{LongOf(Blob)}").Gives(200).Bytes(Blob)),
        new("A blob of another SHA-512 is refused", "POST then PUT",
            Post("/v2/{name}/blobs/uploads/").Gives(202),
            Put($"{{location}}?digest={LongOf(Config)}", Blob).Gives(400).Errors("DIGEST_INVALID")),
        new("An upload that is cancelled is gone", "Cancel a blob upload (of the text after 1.1.1)",
            Post("/v2/{name}/blobs/uploads/").Gives(202),
            Patch("{location}", Blob).Gives(202),
            Delete("{location}").Gives(204),
            Get("{location}").Gives(404).Errors("BLOB_UPLOAD_UNKNOWN")),
        new("An upload that nobody began is unknown", "Endpoints",
            Get("/v2/{name}/blobs/uploads/5b1b0f4e-1c2d-4e3f-8a9b-0c1d2e3f4a5b").Gives(404).Errors("BLOB_UPLOAD_UNKNOWN"),
            Patch("/v2/{name}/blobs/uploads/5b1b0f4e-1c2d-4e3f-8a9b-0c1d2e3f4a5b", Blob).Gives(404).Errors("BLOB_UPLOAD_UNKNOWN"),
            Put($"/v2/{{name}}/blobs/uploads/5b1b0f4e-1c2d-4e3f-8a9b-0c1d2e3f4a5b?digest={Of(Blob)}", Blob).Gives(404).Errors("BLOB_UPLOAD_UNKNOWN"))
        {
            Distribution = "calls it invalid rather than unknown, for want of the location's own parameter",
        },
        new("An upload that nobody began is not found", "Endpoints",
            Get("/v2/{name}/blobs/uploads/5b1b0f4e-1c2d-4e3f-8a9b-0c1d2e3f4a5b").Gives(404)),
    ];
}
