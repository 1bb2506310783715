using Archway.Judging;
using Archway.Judging.Sources.Data;
using Archway.Reading;
using Archway.Reading.Data;
using Xunit;

namespace Archway.Core.Tests.Judging.Sources;

/// <summary>Edits of YAML and JSON: what they leave is what was there, without or with the one thing.</summary>
public sealed class DataEditsTests
{
    public static TheoryData<string> Texts =>
    [
        "a: 1\nb: 2\nc: 3\n",
        "a: 1 # one\n# two\nb:\n  c: 3\n  d: [4, 5]\n\n# end\ne: 'six'",
        "a: 1\r\nb:\r\n  - c\r\n  - d # four\r\ne: \"f\"\r\n",
        "{a: 1, b: [2, 3], c: {d: 4, e: 5}}\n",
        "{\n  \"a\": 1,\n  \"b\": [\n    \"c\",\n    \"d\"\n  ],\n  \"e\": { \"f\": 2 }\n}\n",
        "list:\n- a: 1\n  b: 2\n- c: 3\n\n  d: 4\n- e\n",
        "a: |\n  text\n  more\nb: >-\n  folded\nc: 1\n",
        "a: &one\n  b: 1\nc: *one\nd:\n  <<: *one\n  e: 2\n",
        "a:\nb: ~\nc: {}\nd: []\n",
        "- - a\n  - b\n- [c, d]\n-   e: 1\n    f: 2\n",
        "? a\n: 1\n? b\n: 2\n",
        "a: {b: 1, # one\n  c: 2}\nd: [1,\n  2]\n",
        "\"a b\": 1\n'c': !tag 2\nd: !!str 3\n",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void What_is_taken_out_is_gone_and_nothing_else(string text)
    {
        SourceText source = new("a.yaml", text);
        var root = Read(text);
        foreach (var place in Places(root))
        {
            foreach (var member in place.Members)
                if (DataEdits.Remove(source, (DataMapping)place, member) is { } edit) Assert.Equal(Told(root, without: member), Told(Read(Made(text, edit)), null));
            foreach (var item in place.Items)
                if (DataEdits.Remove(source, (DataSequence)place, item) is { } edit) Assert.Equal(Told(root, without: item), Told(Read(Made(text, edit)), null));
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Other_lines_stay_as_they_are(string text)
    {
        SourceText source = new("a.yaml", text);
        foreach (var place in Places(Read(text)).OfType<DataMapping>())
            foreach (var member in place.Entries)
                if (DataEdits.Remove(source, place, member) is { } edit)
                    Assert.Empty(Made(text, edit).Split('\n').Where(line => line.Contains('#', StringComparison.Ordinal)).Except(text.Split('\n')));
    }

    [Theory]
    [InlineData("a: [x]\n", "a: [x, y]\n")]
    [InlineData("a: ['x', \"z\"]\n", "a: ['x', \"z\", \"y\"]\n")]
    [InlineData("a:\n- x # one\nb: 1\n", "a:\n- x # one\n- y\nb: 1\n")]
    [InlineData("a:\r\n  - 'x'\r\n", "a:\r\n  - 'x'\r\n  - 'y'\r\n")]
    [InlineData("a:\n  - x", "a:\n  - x\n  - y")]
    [InlineData("{\n  \"a\": [\n    \"x\"\n  ]\n}", "{\n  \"a\": [\n    \"x\",\n    \"y\"\n  ]\n}")]
    public void An_item_is_added_as_the_last_one_is_written(string before, string after) =>
        Assert.Equal(after, Made(before, DataEdits.Append(new("a.yaml", before), (DataSequence)Read(before)["a"]!, ["y"])));

    [Theory]
    [InlineData("a: []\n")]
    [InlineData("a: [*b]\n")]
    [InlineData("a:\n- - x\n")]
    [InlineData("a:\n- |\n  x\n")]
    public void Nothing_is_added_where_it_cannot_be_told_how(string text)
    {
        var source = "b: &b x\n" + text;
        var values = (DataSequence)Read(source)["a"]!;
        Assert.Null(DataEdits.Append(new("a.yaml", source), values, ["y"]));
    }

    [Theory]
    [InlineData("a:\n  b: 1 # one\nc: 2\n", "a: {} # one\nc: 2\n")]
    [InlineData("a: {b: 1}\n", "a: {}\n")]
    [InlineData("a: &one\n  b: 1\nc: *one\n", "a: &one {}\nc: *one\n")]
    public void A_mapping_is_emptied_beside_its_key(string before, string after) =>
        Assert.Equal(after, Made(before, DataEdits.Empty(new("a.yaml", before), Read(before)["a"]!)));

    [Fact]
    public void A_mapping_with_an_anchor_in_it_is_left_alone() =>
        Assert.Null(DataEdits.Empty(new("a.yaml", "a:\n  b: &one 1\nc: *one\n"), Read("a:\n  b: &one 1\nc: *one\n")["a"]!));

    [Theory]
    [InlineData("a: x\n", "a: y\n")]
    [InlineData("a: 'x' # x\n", "a: 'y' # x\n")]
    [InlineData("{\"a\": \"x\"}", "{\"a\": \"y\"}")]
    public void A_scalar_keeps_its_quotes(string before, string after) =>
        Assert.Equal(after, Made(before, DataEdits.Replace(new("a.yaml", before), (DataScalar)Read(before)["a"]!, "y")));

    [Theory]
    [InlineData("a: \"\\x78\"\n")]
    [InlineData("a: |\n  x\n")]
    public void A_scalar_that_is_written_otherwise_than_it_reads_is_left_alone(string text) =>
        Assert.Null(DataEdits.Replace(new("a.yaml", text), (DataScalar)Read(text)["a"]!, "y"));

    private static DataNode Read(string text) => YamlReader.ReadDocuments(new("a.yaml", text), []).Single();

    private static string Made(string text, Edit? edit) => text[..edit!.Start] + edit.With + text[edit.End..];

    // What stands where it is written; what an alias repeats is met there alone.
    private static IEnumerable<DataNode> Places(DataNode root)
    {
        HashSet<DataNode> seen = new(ReferenceEqualityComparer.Instance);
        Stack<DataNode> waiting = new([root]);
        while (waiting.TryPop(out var node))
        {
            if (!seen.Add(node)) continue;
            yield return node;
            foreach (var child in node.Members.Select(member => member.Value).Concat(node.Items)) waiting.Push(child);
        }
    }

    /// <summary>A document as one text, without a member or an item, and without what an alias brings of it.</summary>
    private static string Told(DataNode node, object? without) => node switch
    {
        DataScalar scalar => $"<{scalar.Value}>",
        DataSequence sequence => $"[{string.Join(',', sequence.Nodes.Where(item => !ReferenceEquals(item, without)).Select(item => Told(item, without)))}]",
        _ => $"{{{string.Join(',', node.Members.Where(member => !ReferenceEquals(member, without)).Select(member => $"{member.Key.Value}:{Told(member.Value, without)}"))}}}",
    };
}
