using System.Diagnostics;
using System.Text;
using Archway.Reading.Data;
using Xunit;
using static Archway.Core.Tests.Reading.Data.Documents;

namespace Archway.Core.Tests.Reading.Data;

public sealed class YamlReaderTests
{
    [Theory]
    [InlineData("a: b\nimage: nginx:1\n", "nginx:1")]
    [InlineData("a: b\r\nimage: nginx:1\r\nc: |\r\n  x\r\n", "nginx:1")]
    [InlineData("a: 😀 é\nimage: nginx:1 # why\n", "nginx:1")]
    [InlineData("a:\tb\nimage:\tnginx:1\t\n", "nginx:1")]
    [InlineData("a: |\n  text\n\n  more\nimage: \"nginx:1\"\n", "\"nginx:1\"")]
    [InlineData("image: &anchor 'nginx:1'\nb: *anchor\n", "'nginx:1'")]
    [InlineData("image: !Sub nginx:1\n", "nginx:1")]
    [InlineData("image: &a !!str nginx:1\n", "nginx:1")]
    [InlineData("{\"a\": [1, 2],\n\t\"image\": \"nginx:1\"}", "\"nginx:1\"")]
    [InlineData("%YAML 1.1\n---\nimage: nginx:1\n...\n", "nginx:1")]
    [InlineData("image: >-\n  nginx:1\n", ">-\n  nginx:1\n")]
    public void A_value_knows_its_place(string text, string written)
    {
        var (roots, problems) = Yaml(text);

        var image = Assert.Single(roots)["image"]!;
        Assert.Empty(problems);
        Assert.Equal(written, image.In(text));
        Assert.Equal("nginx:1", image.Text);
    }

    [Fact]
    public void A_collection_ends_where_its_brackets_do()
    {
        const string text = "a: {b: [c, d]}\ne: [f]\n";

        var root = Yaml(text).Roots[0];

        Assert.Equal("{b: [c, d]}", root["a"]!.In(text));
        Assert.Equal("[c, d]", root["a"]!["b"]!.In(text));
        Assert.Equal("[f]", root["e"]!.In(text));
    }

    [Fact]
    public void A_tag_is_told()
    {
        var root = Yaml("a: !Sub x\nb: !reference [c, d]\ne: f\n").Roots[0];

        Assert.Equal("!Sub", root["a"]!.Tag);
        Assert.Equal("!reference", root["b"]!.Tag);
        Assert.Null(root["e"]!.Tag);
    }

    [Theory]
    [InlineData("a: 1", true)]
    [InlineData("a: '1'", false)]
    [InlineData("a: \"1\"", false)]
    [InlineData("a: |-\n  1", false)]
    public void Only_a_bare_word_is_plain(string text, bool isPlain) =>
        Assert.Equal(isPlain, Assert.IsType<DataScalar>(Yaml(text).Roots[0]["a"]).IsPlain);

    [Fact]
    public void The_own_members_of_a_mapping_win_over_those_merged_in()
    {
        var root = Yaml("""
            one: &one {a: 1, b: 1, c: 1}
            two: &two {a: 2, d: 2}
            all:
              b: own
              <<: [*one, *two]
            """).Roots[0];

        Assert.Equal(["a=1", "c=1", "d=2", "b=own"], root["all"]!.Members.Select(member => $"{member.Key.Value}={member.Value.Text}"));
    }

    [Fact]
    public void The_last_of_two_members_of_one_name_counts() =>
        Assert.Equal("2", Yaml("a: 1\na: 2\n").Roots[0]["a"]!.Text);

    [Fact]
    public void An_anchor_may_be_used_for_a_second_value() =>
        Assert.Equal("2", Yaml("a: &x 1\nb: &x 2\nc: *x\n").Roots[0]["c"]!.Text);

    [Theory]
    [InlineData("a: 1\n---\nb: [\n---\nc: 3\n", 4)]
    [InlineData("a: 1\n---\nb: 'open\n---\nc: 3\n", 3)]
    [InlineData("a: 1\n---\n@\n---\nc: 3\n", 3)]
    [InlineData("a: 1\n---\nb: *nothing\n---\nc: 3\n", 3)]
    [InlineData("a: 1\n---\nb: \"\\UFFFFFFFF\"\n---\nc: 3\n", 3)]
    [InlineData("a: 1\r\n---\r\nb: [\r\n---\r\nc: 3\r\n", 4)]
    public void A_broken_document_does_not_hide_those_around_it(string text, int line)
    {
        var (roots, problems) = Yaml(text);

        Assert.Equal(["1", "3"], roots.Select(root => (root["a"] ?? root["c"])?.Text));
        Assert.Equal(line, Assert.Single(problems).At.Line);
        Assert.Equal("c: 3", text[(text.IndexOf("\nc: ", StringComparison.Ordinal) + 1)..].Trim());
        Assert.Equal("3", roots[1]["c"]!.In(text));
    }

    // What libyaml and go-yaml take, and so kubectl, Helm and Compose.
    [Theory]
    [InlineData("args: [\"\n  echo\n  \"]\nimage: nginx:1\n", "nginx:1")]
    [InlineData("a:\n  args:\n    - \"one\n  two \\\" three\"\nimage: nginx:1\n", "nginx:1")]
    [InlineData("a:\n  - b: [ # why\n  {c: 'it''s [', d: e},\n  ]\nimage: nginx:1\n", "nginx:1")]
    [InlineData("data:\n  a: |\n    \n    one\n      two\n\n  \"b\": >- # why\n    \n   \n    \"\nimage: nginx:1\n", "nginx:1")]
    [InlineData("a: |\r\n  \r\n  \"\r\nb: \"c\r\nd\"\r\nimage: nginx:1\r\n", "nginx:1")]
    [InlineData("a: |\n  \n  one\nimage: [\"nginx\n:1\"]\n", "[\"nginx\n:1\"]")]
    public void What_the_parser_is_stricter_about_than_others_is_read_and_keeps_its_place(string text, string written)
    {
        var (roots, problems) = Yaml($"a: 1\n---\n{text}---\nb: 2\n");

        Assert.Empty(problems);
        Assert.Equal(3, roots.Count);
        Assert.Equal(written, roots[1]["image"]!.In($"a: 1\n---\n{text}"));
    }

    [Theory]
    [InlineData("a: \"b\nc\nd: [e\n---\nf: 1\n")]
    [InlineData("a: [b\n---\nf: 1\n")]
    [InlineData("a: |\n    \n  b\nc\n---\nf: 1\n")]
    public void What_nobody_can_read_stays_a_problem(string text)
    {
        var (roots, problems) = Yaml(text);

        Assert.Single(problems);
        Assert.Equal("1", Assert.Single(roots)["f"]!.Text);
    }

    [Fact]
    public void Billions_of_laughs_are_a_problem_and_not_an_outage()
    {
        StringBuilder text = new("a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n");
        for (var i = 1; i < 12; i++)
            text.Append('a').Append(i).Append(": &a").Append(i).Append(" [").AppendJoin(", ", Enumerable.Repeat($"*a{i - 1}", 10)).Append("]\n");
        var clock = Stopwatch.StartNew();

        var (roots, problems) = Yaml(text.ToString());

        Assert.Empty(roots);
        Assert.Contains("aliases", Assert.Single(problems).Message, StringComparison.Ordinal);
        // The bound is for what would take for ever, and holds on a busy machine.
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void A_small_text_does_not_become_a_large_document()
    {
        StringBuilder text = new("a0: &a0 {repository: a/b, tag: c}\n");
        for (var i = 1; i < 7; i++)
            text.Append('a').Append(i).Append(": &a").Append(i).Append(" [").AppendJoin(", ", Enumerable.Repeat($"*a{i - 1}", 9)).Append("]\n");

        var (roots, problems) = Yaml(text.ToString());

        Assert.Empty(roots);
        Assert.Contains("through its aliases", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_do_not_nest_deeper_than_brackets()
    {
        StringBuilder text = new("a0: &a0 [x]\n");
        for (var i = 1; i < 500; i++) text.Append('a').Append(i).Append(": &a").Append(i).Append(" [*a").Append(i - 1).Append("]\n");

        Assert.Contains("deeper", Assert.Single(Yaml(text.ToString()).Problems).Message, StringComparison.Ordinal);
        Assert.Contains("deeper", Assert.Single(Yaml(new string('[', 100_000)).Problems).Message, StringComparison.Ordinal);
        Assert.Contains("deeper", Assert.Single(Yaml(string.Concat(Enumerable.Repeat("- ", 100_000))).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_holds_itself_is_a_problem() =>
        Assert.Contains("no anchor", Assert.Single(Yaml("a: &a [*a]\n").Problems).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    public void A_text_of_no_documents_has_none(string text)
    {
        var (roots, problems) = Yaml(text);

        Assert.Empty(roots);
        Assert.Empty(problems);
    }
}
