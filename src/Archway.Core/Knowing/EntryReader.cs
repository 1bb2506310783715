using System.Collections.Immutable;

namespace Archway.Knowing;

/// <summary>The reader of one entry; what the keys mean stands in <c>catalog/README.md</c>.</summary>
internal static class EntryReader
{
    private static readonly ImmutableArray<string> BothArchitectures = ["amd64", "arm64"];

    internal static CatalogEntry Read(CatalogNode node)
    {
        var name = node.Text("name");
        var confidence = node.Word<Confidence>("confidence") ?? throw node.Fault("'confidence' is missing");
        CatalogEntry entry = new()
        {
            Id = node.Text("id"),
            Name = name,
            Category = node.Text("category"),
            Deliveries = [.. node.Texts("delivery").Select(node.WordOf<Delivery>)],
            Summary = node.Text("summary"),
            Guide = Guide(node.Node("guide")),
            Url = node.Text("url"),
            Images = [.. node.Nodes("images").Select(line => Images(line, name, confidence))],
            Releases = [.. node.Nodes("releases").Select(line => Release(line, name, confidence))],
            Build = node.OptionalText("build"),
            Nightly = node.OptionalText("nightly"),
            Notes = node.OptionalText("notes"),
            Evidence = node.Texts("evidence"),
            Confidence = confidence,
            AsOf = node.Day("as-of") ?? throw node.Fault("'as-of' is missing"),
        };
        node.MustBeRead();
        if (entry.Deliveries.IsEmpty) throw node.Fault("'delivery' is missing");
        return entry.Evidence.IsEmpty ? throw node.Fault("'evidence' is missing") : entry;
    }

    private static GuideRow? Guide(CatalogNode? node)
    {
        if (node is null) return null;
        GuideRow row = new() { Name = node.Text("name"), In = node.Texts("in"), Comment = node.OptionalText("comment") };
        node.MustBeRead();
        return row;
    }

    private static ImageLine Images(CatalogNode node, string entry, Confidence confidence)
    {
        ImageLine line = new()
        {
            Repositories = node.Texts("repositories"),
            Name = node.OptionalText("name") ?? entry,
            Architectures = Only(node),
            Gate = Gate(node),
            Tags = [.. node.Nodes("tags").Select(Tags)],
            Prefer = node.OptionalText("prefer"),
            MovedTo = node.OptionalText("moved-to"),
            Alternatives = node.Texts("alternatives"),
            Note = node.OptionalText("note"),
            Confidence = node.Word<Confidence>("confidence") ?? confidence,
        };
        node.MustBeRead();
        return line.Repositories.IsEmpty ? throw node.Fault("'repositories' is missing") : line;
    }

    private static ImmutableArray<string> Only(CatalogNode node) => node.OptionalText("only") switch
    {
        null => BothArchitectures,
        "arm64" or "amd64" => [node.OptionalText("only")!],
        var other => throw node.Fault($"'{other}' is neither arm64 nor amd64"),
    };

    private static TagRule Tags(CatalogNode node)
    {
        var gate = Gate(node);
        var answer = node.Word<CatalogVerdict>("arm64");
        if (answer is null == gate.IsSilent) throw node.Fault("either 'arm64' or a gate is to be said of these tags");
        TagRule rule = new()
        {
            Match = node.Texts("match"),
            Arm64 = answer,
            Gate = gate.IsSilent ? null : gate,
            Name = node.OptionalText("name"),
            Amd64 = node.Word<CatalogVerdict>("amd64"),
            Because = answer is null ? node.OptionalText("because") : node.Text("because"),
            Use = node.OptionalText("use"),
        };
        node.MustBeRead();
        return rule.Match.IsEmpty ? throw node.Fault("'match' is missing") : rule;
    }

    private static ReleaseLine Release(CatalogNode node, string entry, Confidence confidence)
    {
        ReleaseLine line = new()
        {
            Delivery = node.Word<Delivery>("delivery") ?? throw node.Fault("'delivery' is missing"),
            Name = node.OptionalText("name") ?? entry,
            Gate = Gate(node),
            Note = node.OptionalText("note"),
            Confidence = node.Word<Confidence>("confidence") ?? confidence,
        };
        node.MustBeRead();
        return line;
    }

    private static ReleaseGate Gate(CatalogNode node)
    {
        var prefixes = node.Texts("prefixes");
        ReleaseGate gate = new()
        {
            Since = node.Version("since", prefixes),
            Backports = node.Versions("backports", prefixes),
            Until = node.Version("until", prefixes),
            NoneBelow = node.Version("none-below", prefixes),
            Published = node.Day("published"),
            Current = node.YesOrNo("current"),
            Always = node.YesOrNo("always"),
            Variants = node.Texts("variants"),
            Prefixes = prefixes,
            Moving = node.Texts("moving"),
        };
        if (gate.Backports.Any(backport => gate.Since is not { } since || backport.CompareTo(since) is not < 0))
            throw node.Fault("a backport is not below 'since'");
        if (gate.Backports.Any(backport => backport.Numbers.Length < 2)) throw node.Fault("a backport names no release line");
        return gate.NoneBelow is { } none && gate.Since?.CompareTo(none) < 0 ? throw node.Fault("'since' is below 'none-below'") : gate;
    }
}
