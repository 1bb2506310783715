using static Archway.Oci.Tests.Registries.Specification.Exchange;
using static Archway.Oci.Tests.Registries.Specification.Samples;

namespace Archway.Oci.Tests.Registries.Specification;

/// <summary>Blobs that another repository of the registry has.</summary>
internal static class MountCases
{
    private const string Section = "Mounting a blob from another repository";

    internal static SpecificationCase[] All { get; } =
    [
        new("A blob is mounted", Section,
        [
            .. PushBlob(Blob, "{other}"),
            Post($"/v2/{{name}}/blobs/uploads/?mount={Of(Blob)}&from={{other}}").Gives(201),
            Get("{location}").Gives(200).Bytes(Blob),
            Get($"/v2/{{name}}/blobs/{Of(Blob)}").Gives(200).Bytes(Blob),
        ]),
        new("A blob that cannot be mounted is uploaded", Section,
        [
            .. PushBlob(Config, "{other}"),
            Post($"/v2/{{name}}/blobs/uploads/?mount={Of(Blob)}&from={{other}}").Gives(202),
            Put($"{{location}}?digest={Of(Blob)}", Blob).Gives(201),
            Get("{location}").Gives(200).Bytes(Blob),
        ]),
        new("A blob cannot be mounted from a repository that is not there", Section,
            Post($"/v2/{{name}}/blobs/uploads/?mount={Of(Blob)}&from={{other}}").Gives(202).HeaderLike("Location", "/v2/")),
        new("A blob may be mounted from wherever it is", Section,
        [
            .. PushBlob(Blob, "{other}"),
            Post($"/v2/{{name}}/blobs/uploads/?mount={Of(Blob)}").Gives(201, 202).HeaderLike("Location", "/v2/"),
        ]),
        new("What is no digest cannot be mounted", Section,
        [
            .. PushBlob(Blob, "{other}"),
            Post("/v2/{name}/blobs/uploads/?mount=sha256:1234&from={other}").Gives(202, 400),
        ]),
        new("A blob that is mounted stays when the first is deleted", Section,
        [
            .. PushBlob(Blob, "{other}"),
            Post($"/v2/{{name}}/blobs/uploads/?mount={Of(Blob)}&from={{other}}").Gives(201),
            Delete($"/v2/{{other}}/blobs/{Of(Blob)}").Gives(202),
            Get($"/v2/{{name}}/blobs/{Of(Blob)}").Gives(200).Bytes(Blob),
        ]),
    ];
}
