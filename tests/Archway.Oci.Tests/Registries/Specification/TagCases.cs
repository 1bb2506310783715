using Archway.Testing;
using static Archway.Oci.Tests.Registries.Specification.Exchange;
using static Archway.Oci.Tests.Registries.Specification.Samples;

namespace Archway.Oci.Tests.Registries.Specification;

/// <summary>Tags as they are listed, whole and by pages.</summary>
internal static class TagCases
{
    private const string Section = "Listing Tags";

    // So many tags are listed that no folder has them in order by chance.
    private const string Unordered = "lists the tags as its folder has them";

    private const string Unpaged = "lists all tags, whatever n and last ask";

    internal static SpecificationCase[] All { get; } =
    [
        new("Tags are listed in order", Section,
        [
            .. PushImage("b", "c10", "a", "c9", "0", "x", "m", "10", "d", "9", "z", "y"),
            Get("/v2/{name}/tags/list").Gives(200).Json("""{"name":"{name}","tags":["0","10","9","a","b","c10","c9","d","m","x","y","z"]}""").NoHeader("Link"),
        ])
        {
            Distribution = Unordered,
        },
        new("The order of tags is without regard to case", Section,
        [
            .. PushImage("B", "d", "C", "a", "l", "f", "G", "K", "I", "j", "h", "E"),
            Get("/v2/{name}/tags/list").Gives(200).Json("""{"name":"{name}","tags":["a","B","C","d","E","f","G","h","I","j","K","l"]}"""),
        ])
        {
            Distribution = Unordered,
        },
        new("Tags of an unknown repository are not found", Section, Get("/v2/{name}/tags/list").Gives(404).Errors("NAME_UNKNOWN")),
        new("A repository without tags lists none", Section,
        [
            .. PushBlobs(),
            PushManifest(Image, Of(Image)),
            Get("/v2/{name}/tags/list").Gives(200).Json("""{"name":"{name}","tags":[]}"""),
        ])
        {
            Distribution = "answers 404 until there is a tag",
        },
        new("A number of tags is listed, and a link may lead on", Section,
        [
            .. PushImage("a", "b", "c"),
            Get("/v2/{name}/tags/list?n=2").Gives(200).Json("""{"name":"{name}","tags":["a","b"]}""").HeaderLike("Link", "^<.+>; rel=\"next\"$"),
            Get("{next}").Gives(200).Json("""{"name":"{name}","tags":["c"]}""").NoHeader("Link"),
        ])
        {
            Distribution = Unpaged,
        },
        new("Tags are listed from the one after the last", Section,
        [
            .. PushImage("a", "b", "c", "d"),
            Get("/v2/{name}/tags/list?n=2&last=a").Gives(200).Json("""{"name":"{name}","tags":["b","c"]}"""),
            Get("/v2/{name}/tags/list?n=2&last=d").Gives(200).Json("""{"name":"{name}","tags":[]}""").NoHeader("Link"),
        ])
        {
            Distribution = Unpaged,
        },
        new("The last tag does without a number", Section,
            [.. PushImage("a", "b", "c"), Get("/v2/{name}/tags/list?last=a").Gives(200).Json("""{"name":"{name}","tags":["b","c"]}""")])
        {
            Distribution = Unpaged,
        },
        new("The last tag need not be there any more", Section,
            [.. PushImage("a", "c"), Get("/v2/{name}/tags/list?n=1&last=b").Gives(200).Json("""{"name":"{name}","tags":["c"]}""")])
        {
            Distribution = Unpaged,
        },
        new("No tags are listed where none are wanted", Section,
            [.. PushImage("a", "b"), Get("/v2/{name}/tags/list?n=0").Gives(200).Json("""{"name":"{name}","tags":[]}""").NoHeader("Link")])
        {
            Distribution = Unpaged,
        },
        new("More tags than there are can be wanted", Section,
            [.. PushImage("a"), Get("/v2/{name}/tags/list?n=99").Gives(200).Json("""{"name":"{name}","tags":["a"]}""").NoHeader("Link")]),
        new("What is no number of tags is refused", Section,
        [
            .. PushImage("a"),
            Get("/v2/{name}/tags/list?n=-1").Gives(400),
            Get("/v2/{name}/tags/list?n=all").Gives(400),
        ])
        {
            Distribution = Unpaged,
        },
        new("A registry with short pages leads from one to the next", Section,
        [
            .. PushImage("a", "b", "c", "d", "e"),
            Get("/v2/{name}/tags/list").Gives(200).Json("""{"name":"{name}","tags":["a","b"]}"""),
            Get("{next}").Gives(200).Json("""{"name":"{name}","tags":["c","d"]}"""),
            Get("{next}").Gives(200).Json("""{"name":"{name}","tags":["e"]}""").NoHeader("Link"),
        ])
        {
            Options = new TestRegistryOptions { PageLength = 2 },
        },
    ];
}
