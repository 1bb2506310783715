using Archway.Testing;
using static Archway.Oci.Tests.Registries.Specification.Exchange;
using static Archway.Oci.Tests.Registries.Specification.Samples;

namespace Archway.Oci.Tests.Registries.Specification;

/// <summary>Blobs that are pushed in chunks.</summary>
internal static class ChunkCases
{
    private static readonly Exchange Begin = Post("/v2/{name}/blobs/uploads/", []).Gives(202);

    private static readonly Exchange First = Patch("{location}", Blob[..5]).Range("0-4").Gives(202).Header("Range", "0-4");

    private static readonly Exchange Second = Patch("{location}", Blob[5..10]).Range("5-9").Gives(202).Header("Range", "0-9");

    private static readonly Exchange Third = Patch("{location}", Blob[10..]).Range("10-14").Gives(202).Header("Range", "0-14");

    private static readonly Exchange Close = Put($"{{location}}?digest={Of(Blob)}").Gives(201);

    private static readonly Exchange Whole = Get($"/v2/{{name}}/blobs/{Of(Blob)}").Gives(200).Bytes(Blob);

    private static readonly Exchange None = Get($"/v2/{{name}}/blobs/{Of(Blob)}").Gives(404);

    private const string Section = "Pushing a blob in chunks";

    private const string Ignored = "appends each chunk, whatever its range";

    internal static SpecificationCase[] All { get; } =
    [
        new("A blob is pushed in chunks", Section, Begin, First, Second, Third, Close, Get("{location}").Gives(200).Bytes(Blob)),
        new("The last chunk comes with the PUT", Section,
            Begin, First, Second, Put($"{{location}}?digest={Of(Blob)}", Blob[10..]).Range("10-14").Gives(201), Whole),
        new("A blob is pushed in one chunk", Section, Begin, Patch("{location}", Blob).Range("0-14").Gives(202).Header("Range", "0-14"), Close, Whole),
        new("A blob is pushed as a stream", "Endpoints", Begin, Patch("{location}", Blob).Gives(202).Header("Range", "0-14"), Close, Whole),
        new("A chunk that leaves a gap is refused", Section,
            Begin, First, Patch("{location}", Blob[10..]).Range("10-14").Gives(416), None)
        {
            Distribution = Ignored,
        },
        new("The first chunk begins at 0", Section, Begin, Patch("{location}", Blob[5..10]).Range("5-9").Gives(416))
        {
            Distribution = Ignored,
        },
        new("A chunk that comes twice is refused", Section, Begin, First, Patch("{location}", Blob[..5]).Range("0-4").Gives(416))
        {
            Distribution = Ignored,
        },
        new("A last chunk that leaves a gap is refused", Section,
            Begin, First, Put($"{{location}}?digest={Of(Blob)}", Blob[10..]).Range("10-14").Gives(416), None)
        {
            Distribution = "ignores the range of a PUT; the digest is then wrong",
        },
        new("An upload goes on where its status says", Section,
            Begin,
            First,
            Patch("{location}", Blob[10..]).Range("10-14").Gives(416),
            Get("{location}").Gives(204).Bytes([]).Header("Range", "0-4").HeaderLike("Location", "/v2/"),
            Second,
            Third,
            Close,
            Whole)
        {
            Distribution = Ignored,
        },
        new("An upload that has begun has a status", Section, Begin, Get("{location}").Gives(204).HeaderLike("Location", "/v2/").HeaderLike("Range", "^0-")),
        new("A chunk has as many bytes as its range", Section, Begin, Patch("{location}", Blob).Range("0-4").Gives(400, 416))
        {
            Distribution = Ignored,
        },
        new("A chunk's range has the right form", Section, Begin, Patch("{location}", Blob).Range("zero-four").Gives(400, 416))
        {
            Distribution = Ignored,
        },
        new("Chunks of another digest are refused", Section,
            Begin, First, Second, Put($"{{location}}?digest={Of(Blob)}").Gives(400).Errors("DIGEST_INVALID"), None),
        new("Chunks make a blob of a SHA-512", Section,
            Begin, First, Second, Third, Put($"{{location}}?digest={LongOf(Blob)}").Gives(201), Get("{location}").Gives(200).Bytes(Blob)),
        new("A registry tells the least length of a chunk", Section,
            Begin.Header("OCI-Chunk-Min-Length", "5"), First, Second, Third, Close, Whole)
        {
            Options = new TestRegistryOptions { LeastChunk = 5 },
        },
        new("Only the last chunk may be shorter than the least length", Section,
            Begin,
            First,
            Patch("{location}", Blob[5..8]).Range("5-7").Gives(202),
            Patch("{location}", Blob[8..]).Range("8-14").Gives(400).Errors("BLOB_UPLOAD_INVALID"))
        {
            Options = new TestRegistryOptions { LeastChunk = 5 },
        },
        new("The last chunk may be shorter than the least length", Section,
            Begin, First, Patch("{location}", Blob[5..14]).Range("5-13").Gives(202), Patch("{location}", Blob[14..]).Range("14-14").Gives(202), Close, Whole)
        {
            Options = new TestRegistryOptions { LeastChunk = 5 },
        },
        new("Without a least length none is told", Section, Begin.NoHeader("OCI-Chunk-Min-Length")),
    ];
}
