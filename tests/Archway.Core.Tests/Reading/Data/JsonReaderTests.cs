using Xunit;
using static Archway.Core.Tests.Reading.Data.Documents;

namespace Archway.Core.Tests.Reading.Data;

public sealed class JsonReaderTests
{
    [Theory]
    [InlineData("{\"image\": \"nginx:1\"}", "\"nginx:1\"")]
    [InlineData("{\r\n\t\"a\": \"é 😀\", \"image\" : \"nginx:1\",}\r\n", "\"nginx:1\"")]
    [InlineData("// é\n{ /* c */ \"image\": /* ü */ \"nginx:1\" }", "\"nginx:1\"")]
    [InlineData("{\"image\": \"ng\\u0069nx:1\"}", "\"ng\\u0069nx:1\"")]
    [InlineData("{\"\\u00e9\": 1, \"image\": \"nginx:1\"}", "\"nginx:1\"")]
    public void A_value_knows_its_place(string text, string written)
    {
        var (roots, problems) = Json(text);

        var image = Assert.Single(roots)["image"]!;
        Assert.Empty(problems);
        Assert.Equal(written, image.In(text));
        Assert.Equal("nginx:1", image.Text);
    }

    [Fact]
    public void A_collection_and_a_key_know_their_places()
    {
        const string text = "{ \"ü\": [1, {\"b\" : null}] }";

        var root = Json(text).Roots[0];

        Assert.Equal(text, root.In(text));
        Assert.Equal("\"ü\"", root.Members[0].Key.In(text));
        Assert.Equal("[1, {\"b\" : null}]", root["ü"]!.In(text));
        Assert.Equal(["1", "null"], Scalars(root["ü"]!).Where(scalar => scalar.IsPlain).Select(scalar => scalar.In(text)));
    }

    [Theory]
    [InlineData("{\n  \"a\": 1\n  \"b\": 2\n}", 3)]
    [InlineData("{", 1)]
    [InlineData("[\n\"\\ud800\"]", 2)]
    [InlineData("\n\nnot json", 3)]
    public void A_text_that_is_not_JSON_is_told_with_its_line(string text, int line)
    {
        var (roots, problems) = Json(text);

        Assert.Empty(roots);
        Assert.Equal(line, Assert.Single(problems).At.Line);
    }

    [Fact]
    public void Depth_is_bounded() =>
        Assert.Contains("levels deep", Assert.Single(Json(new string('[', 100_000)).Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void Values_may_follow_each_other() =>
        Assert.Equal(["1", "2"], Json("{\"a\":1}\n{\"a\":2}\n").Roots.Select(root => root["a"]!.Text));
}
