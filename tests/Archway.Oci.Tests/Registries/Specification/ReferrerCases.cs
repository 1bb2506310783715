using Archway.Testing;
using static Archway.Oci.Tests.Registries.Specification.Exchange;
using static Archway.Oci.Tests.Registries.Specification.Samples;

namespace Archway.Oci.Tests.Registries.Specification;

/// <summary>What refers to a manifest.</summary>
internal static class ReferrerCases
{
    private const string Section = "Listing Referrers";

    private const string None = "does not list referrers";

    private const string Other = "application/vnd.example.signature.v1";

    private static readonly string Subject = $",\"subject\":{Descriptor(OciManifest, Image)}";

    private static readonly byte[] Notes = Artifact(Subject + ",\"annotations\":{\"org.example.of\":\"notes\",\"b\":\"2\"}");

    private static readonly byte[] Signature = ImageWith(Subject, Other);

    private static readonly byte[] Both = Index(Descriptor(OciManifest, Image), Subject);

    private static readonly string NotesEntry =
        Descriptor(OciManifest, Notes, $",\"artifactType\":\"{ArtifactType}\",\"annotations\":{{\"org.example.of\":\"notes\",\"b\":\"2\"}}");

    private static readonly string SignatureEntry = Descriptor(OciManifest, Signature, $",\"artifactType\":\"{Other}\"");

    private static readonly string List = $"/v2/{{name}}/referrers/{Of(Image)}";

    internal static SpecificationCase[] All { get; } =
    [
        new("A manifest without referrers has an empty list", Section,
            [.. PushImage("1"), Get(List).Gives(200).Header("Content-Type", OciIndex).Json(Entries()).NoHeader("OCI-Filters-Applied")])
        {
            Distribution = None,
        },
        new("A manifest that is not there has an empty list", Section,
            [.. PushImage("1"), Get($"/v2/{{name}}/referrers/{Absent}").Gives(200).Header("Content-Type", OciIndex).Json(Entries())])
        {
            Distribution = None,
        },
        new("The list is never not found", Section, Get(List).Gives(200).Header("Content-Type", OciIndex).Json(Entries())) { Distribution = None },
        new("What is no digest has no referrers", Section, [.. PushImage("1"), Get("/v2/{name}/referrers/sha256:1234").Gives(400)]) { Distribution = None },
        new("A registry that knows of subjects says so", "Pushing Manifests with Subject",
            [.. PushImage("1"), PushManifest(Notes, "notes").Header("OCI-Subject", Of(Image))])
        {
            Distribution = None,
        },
        new("A manifest may come before its subject", "Push",
        [
            .. PushBlobs(),
            PushManifest(Notes, Of(Notes)),
            Get($"/v2/{{name}}/manifests/{Of(Notes)}").Gives(200).Bytes(Notes),
        ]),
        new("A manifest that came before its subject is listed", "Push",
        [
            .. PushBlobs(),
            PushManifest(Notes, Of(Notes)),
            Get(List).Gives(200).Json(Entries(NotesEntry)),
            PushManifest(Image, "1"),
            Get(List).Gives(200).Json(Entries(NotesEntry)),
        ])
        {
            Distribution = None,
        },
        new("A manifest without a subject says nothing of one", "Pushing Manifests with Subject",
            [.. PushBlobs(), PushManifest(Image, "1").NoHeader("OCI-Subject")]),
        new("Referrers are listed with what they are and what is noted on them", Section,
        [
            .. PushImage("1"),
            PushManifest(Notes, Of(Notes)),
            PushManifest(Signature, "signature"),
            Get(List).Gives(200).Json(Entries(NotesEntry, SignatureEntry)),
        ])
        {
            Distribution = None,
        },
        new("An index refers as well, and has a type only where it says so", Section,
        [
            .. PushImage("1"),
            PushManifest(Both, Of(Both), OciIndex).Header("OCI-Subject", Of(Image)),
            Get(List).Gives(200).Json(Entries(Descriptor(OciIndex, Both))),
        ])
        {
            Distribution = None,
        },
        new("Referrers of one type are listed", Section,
        [
            .. PushImage("1"),
            PushManifest(Notes, Of(Notes)),
            PushManifest(Signature, Of(Signature)),
            Get($"{List}?artifactType={Uri.EscapeDataString(Other)}").Gives(200).Json(Entries(SignatureEntry)).Header("OCI-Filters-Applied", "artifactType"),
            Get($"{List}?artifactType={ArtifactType}").Gives(200).Json(Entries(NotesEntry)).Header("OCI-Filters-Applied", "artifactType"),
            Get($"{List}?artifactType=application/vnd.example.none").Gives(200).Json(Entries()).Header("OCI-Filters-Applied", "artifactType"),
        ])
        {
            Distribution = None,
        },
        new("Referrers are of one repository", Section,
        [
            .. PushImage("1"),
            PushManifest(Notes, Of(Notes)),
            Get($"/v2/{{other}}/referrers/{Of(Image)}").Gives(200).Json(Entries()),
        ])
        {
            Distribution = None,
        },
        new("A referrer that is deleted is not listed", Section,
        [
            .. PushImage("1"),
            PushManifest(Notes, Of(Notes)),
            Delete($"/v2/{{name}}/manifests/{Of(Notes)}").Gives(202),
            Get(List).Gives(200).Json(Entries()),
        ])
        {
            Distribution = None,
        },
        new("A referrer stays listed when its subject is deleted", Section,
        [
            .. PushImage("1"),
            PushManifest(Notes, Of(Notes)),
            Delete($"/v2/{{name}}/manifests/{Of(Image)}").Gives(202),
            Get(List).Gives(200).Json(Entries(NotesEntry)),
        ])
        {
            Distribution = None,
        },
        new("A list that is too long is led on by a link", Section,
        [
            .. PushImage("1"),
            PushManifest(Notes, Of(Notes)),
            PushManifest(Signature, Of(Signature)),
            Get(List).Gives(200).Json(Entries(NotesEntry)).HeaderLike("Link", "^<.+>; rel=\"next\"$"),
            Get("{next}").Gives(200).Json(Entries(SignatureEntry)).NoHeader("Link"),
        ])
        {
            Options = new TestRegistryOptions { PageLength = 1 },
        },
        new("A registry from before 1.1 has no list and says nothing of subjects", "Unavailable Referrers API",
        [
            .. PushImage("1"),
            PushManifest(Notes, Of(Notes)).NoHeader("OCI-Subject"),
            Get(List).Gives(404),
        ])
        {
            Options = new TestRegistryOptions { HasReferrers = false },
        },
        new("The fallback tag holds what a client lists there", "Referrers Tag Schema",
        [
            .. PushImage("1"),
            PushManifest(Notes, Of(Notes)),
            PushManifest(Index(NotesEntry), Of(Image).Replace(':', '-'), OciIndex),
            Get($"/v2/{{name}}/manifests/{Of(Image).Replace(':', '-')}").Gives(200).Header("Content-Type", OciIndex).Json(Entries(NotesEntry)),
        ]),
    ];

    private static string Entries(params string[] entries) =>
        $$"""{"schemaVersion":2,"mediaType":"{{OciIndex}}","manifests":[{{string.Join(',', entries)}}]}""";
}
