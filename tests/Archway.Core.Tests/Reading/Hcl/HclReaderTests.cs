using Archway.Reading;
using Archway.Reading.Data;
using Archway.Reading.Hcl;
using Xunit;

namespace Archway.Core.Tests.Reading.Hcl;

public sealed class HclReaderTests
{
    [Theory]
    [InlineData("""a = "x" """, "x")]
    [InlineData("""a = "\t\"\\\u00e9\U0001F600\n" """, "\t\"\\é😀\n")]
    [InlineData("""a = "$${x} %%{y} $x %" """, "${x} %{y} $x %")]
    [InlineData("a = \"x\" # y\r\nb = 1\r\n", "x")]
    [InlineData("/* a = 1 */ a = 2.50e3 // three", "2.50e3")]
    [InlineData("a = true", "true")]
    [InlineData("\"a\" = \"quoted name\"", "quoted name")]
    [InlineData("a = <<EOF\none\n two\nEOF\nb = 1", "one\n two\n")]
    [InlineData("a = <<-EOF\n  one\n  EOF\n", "  one\n")]
    [InlineData("a = <<EOF\nEOF", "")]
    [InlineData("a = (\n\"x\"\n)", "x")]
    [InlineData("""a = "${var.tag}" """, "1.2")]
    [InlineData("""a = "acme/${ var.name ~}:${var.tag}" """, "acme/api:1.2")]
    [InlineData("""a = "${"${var.tag}"}-x" """, "1.2-x")]
    [InlineData("a = var.images.web", "web:1")]
    [InlineData("""a = var.images["api"]""", "api:2")]
    [InlineData("a = var.images[var.name]", "api:2")]
    [InlineData("a = var.list[1]", "two")]
    [InlineData("a = var.list.0", "one")]
    [InlineData("a = {x = \"1\", \"y\" : \"2\"\n z = \"3\" }[\"y\"]", "2")]
    [InlineData("a = local.full", "acme/api:1.2")]
    [InlineData("""a = var.name == "api" ? "yes" : "no" """, "yes")]
    [InlineData("""a = var.name != "api" ? "yes" : var.nothing == null ? "null" : "no" """, "null")]
    [InlineData("""a = true ? "x" : "y" """, "x")]
    [InlineData("""a = coalesce(var.nothing, "", "x")""", "x")]
    [InlineData("""a = format("%s:%v", var.name, var.tag)""", "api:1.2")]
    [InlineData("a = join(\":\", [\n var.name, # the name\n var.tag,\n ])", "api:1.2")]
    [InlineData("""a = lookup(var.images, "db", "none")""", "none")]
    [InlineData("""a = lookup(var.images, "api", "none")""", "api:2")]
    [InlineData("a = tostring(var.tag)", "1.2")]
    public void An_expression_comes_to_its_text(string text, string expected) => Assert.Equal(expected, Resolve(text).Value);

    [Theory]
    [InlineData("a = var.absent", "no variable is called absent here")]
    [InlineData("a = var.bare", "the variable bare has no default")]
    [InlineData("a = var.nothing", "it is null unless somebody sets it")]
    [InlineData("a = local.absent", "no local value is called absent here")]
    [InlineData("a = local.round", "its values lead to each other, or to too many others")]
    [InlineData("a = local.laughs", "its values lead to each other, or to too many others")]
    [InlineData("a = var.images.db", "no value is written for 'db'")]
    [InlineData("a = var.list[*].x", "no value is written for '*'")]
    [InlineData("a = var.images", "it is not written as a text")]
    [InlineData("a = each.value.image", "each.value.image has a value only when the tool runs")]
    [InlineData("a = sha1(var.tag)", "sha1() has a value only when the tool runs")]
    [InlineData("a = var.bare ? 1 : 2", "it depends on a condition that is known only when the tool runs")]
    [InlineData("a = \"%{ if true }x%{ endif }\"", "it is worked out only when the tool runs")]
    [InlineData("a = 1 + 2", "it is worked out only when the tool runs")]
    [InlineData("a = -var.tag", "it is worked out only when the tool runs")]
    [InlineData("a = [for x in var.list : x if x != \"\"]", "it is worked out only when the tool runs")]
    [InlineData("a = <<EOT\n${NAME:-x}\nEOT\n", "it is worked out only when the tool runs")]
    public void What_the_sources_do_not_tell_has_its_reason(string text, string reason) => Assert.Equal(reason, Resolve(text).Problem);

    [Fact]
    public void Blocks_have_labels_and_bodies()
    {
        var body = Read("""
            resource "aws_x" web {
              inner { deep = "1" }
              one = { for k, v in var.x : k => v... if v != null }
              for = "a name like any other"
              two = provider::time::parse("x", ["y"]...)
            }
            """, out var problems);

        var resource = Assert.Single(body.Members);
        Assert.Empty(problems);
        Assert.Equal(("resource", "aws_x,web"), (resource.Name, string.Join(',', resource.Labels)));
        Assert.Equal(["inner", "one", "for", "two"], resource.Value.Members.Select(member => member.Name));
        Assert.IsType<HclFor>(resource.Value["one"]);
        Assert.Equal("provider::time::parse", Assert.IsType<HclCall>(resource.Value["two"]).Name);
    }

    [Fact]
    public void The_languages_first_version_is_read_too()
    {
        var body = Read("""
            group { count = 1 memory = 2 }
            env { registry.addr = "x" }
            mount = [{ type = "bind" options { ro = true } }]
            data = << EOT
            text
            EOT
            """, out var problems);

        Assert.Empty(problems);
        Assert.Equal(["count", "memory"], body["group"]!.Members.Select(member => member.Name));
        Assert.Equal("registry.addr", Assert.Single(body["env"]!.Members).Name);
        Assert.NotNull(Assert.IsType<HclTuple>(body["mount"]).Items[0]["options"]!["ro"]);
    }

    [Fact]
    public void A_value_stands_where_it_is_written()
    {
        const string Text = "é = \"😀\"\nb {\n  c = \"x${var.y}z\"\n  d = f(v.w[0], <<E\n  text\n  E\n  )\n}\n";

        var block = Read(Text, out _)["b"]!;
        var (template, call) = (Assert.IsType<HclTemplate>(block["c"]), Assert.IsType<HclCall>(block["d"]));

        string[] places = ["x${var.y}z", "x", "${var.y}", "z", "f(v.w[0], <<E\n  text\n  E\n  )", "v.w[0]", "  text\n"];
        Assert.Equal(places, ((HclNode[])[template, .. template.Parts, call, .. call.Arguments]).Select(node => Text.Substring(node.Start, node.Length)));
    }

    [Theory]
    [InlineData("a = \"open\nb = 1", 1, "a text in quotes is not closed on its line")]
    [InlineData("a {\n b = 1\n", 3, "a block is not closed")]
    [InlineData("a =", 1, "a value is expected here")]
    [InlineData("\n/* open", 2, "a comment is not closed")]
    [InlineData("a = <<EOF\nx", 2, "the heredoc 'EOF' is not closed")]
    [InlineData("a = [1 2]", 1, "',' or ']' is expected here, within a list")]
    [InlineData("a = \"\\UFFFFFFFF\"", 1, "this is no character's number")]
    [InlineData("a b c", 1, "the block 'a' has no body")]
    [InlineData("}", 1, "an attribute or a block is expected here")]
    public void What_cannot_be_read_is_a_problem_with_its_line(string text, int line, string message)
    {
        Read(text, out var problems);

        Assert.Equal((line, message), Assert.Single(problems.Select(problem => (problem.At.Line, problem.Message))));
    }

    [Fact]
    public void A_broken_block_hides_neither_what_stands_before_it_nor_what_stands_behind()
    {
        var body = Read("first = 1\nbroken {\n  inner = 2\n  x = = 3\n  lost = 4\n}\nlast = 5\n", out var problems);

        Assert.Equal(["first", "broken", "last"], body.Members.Select(member => member.Name));
        Assert.NotNull(body["broken"]!["inner"]);
        Assert.Equal(4, Assert.Single(problems).At.Line);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("(")]
    [InlineData("{a=")]
    [InlineData("\"${")]
    [InlineData("f(")]
    [InlineData("x[")]
    [InlineData("a ? b : ")]
    public void Deep_nesting_is_a_problem(string piece)
    {
        Read("a = " + string.Concat(Enumerable.Repeat(piece, 10_000)), out var problems);

        Assert.NotEmpty(problems);
    }

    private static HclObject Read(string text, out List<DataProblem> problems) => HclReader.Read(new("x.hcl", text), problems = []);

    private static Archway.Oci.Parsed<string> Resolve(string text)
    {
        const string Declared = """
            variable "tag" { default = "1.2" }
            variable "name" { default = "api" }
            variable "bare" {}
            variable "nothing" { default = null }
            variable "list" { default = ["one", "two"] }
            variable "images" { default = { web = "web:1", api = "api:2" } }
            locals {
              full = "acme/${var.name}:${var.tag}"
              round = local.round
              a = "${local.b}${local.b}${local.b}${local.b}${local.b}${local.b}${local.b}${local.b}${local.b}${local.b}"
              b = "${local.c}${local.c}${local.c}${local.c}${local.c}${local.c}${local.c}${local.c}${local.c}${local.c}"
              c = "${var.tag}${var.tag}${var.tag}${var.tag}${var.tag}${var.tag}${var.tag}${var.tag}${var.tag}${var.tag}"
              laughs = local.a
            }
            """;
        SourceText source = new("x.hcl", text);
        HclDeclarations scope = new("the tool");
        scope.Add(source, Read(Declared, out _), scope, isOverride: false);
        return HclEvaluation.Text(new(source, Read(text, out _)["a"]!, scope));
    }
}
