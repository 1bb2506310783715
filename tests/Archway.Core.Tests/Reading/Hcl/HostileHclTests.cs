using System.Diagnostics;
using System.Globalization;
using System.Text;
using Archway.Reading;
using Archway.Reading.Builds;
using Archway.Reading.Data;
using Archway.Reading.Hcl;
using Archway.Reading.Nomad;
using Archway.Reading.Terraform;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Archway.Core.Tests.Reading.Hcl;

/// <summary>No text stops the reader, or one of the formats that stand on it.</summary>
public sealed class HostileHclTests
{
    private static readonly string[] Pieces =
    [
        "a", " ", "\n", "\r\n", "\t", "=", "==", "=>", "{", "}", "[", "]", "(", ")", ",", ".", "...", "*", "?", ":", "::", "\"", "\\", "\\u12", "\\UFFFFFFFF",
        "${", "${~", "~}", "$${", "%{", "%%{", "%{ if x }", "<<EOF\n", "<<-EOF\n", "EOF\n", "#", "//", "/*", "*/", "for ", "in ", "if ", "null", "true",
        "1.5e3",
        "-", "!", "+", "\0", "\uFEFF", "é", "😀", "\ud800", "var.a", "local.a", "variable \"a\" {\n default = ", "locals {\n a = ",
        "resource \"docker_container\" \"a\" {\n",
        "image = ", "name = \"a\"\n", "resource \"aws_ecs_task_definition\" \"a\" {\n container_definitions = ", "jsonencode(", "templatefile(\"x\", ",
        "merge(",
        "[{\"image\": \"", "\"}]\n", "module \"a\" {\n", "target \"a\" {\n tags = [", "contexts = { a = \"docker-image://", "dockerfile-inline = ", "FROM ",
        "job \"a\" {\n", "task \"a\" {\n driver = \"docker\"\n config {\n", "set {\n", "yaml_body = ", "dynamic \"container\" {\n content {\n", "nginx:1",
    ];

    [Fact]
    public void Random_pieces_are_read_or_told_to_be_broken() =>
        Prop.ForAll(Gen.Elements(Pieces).ListOf().Select(string.Concat).ToArbitrary(), Read).QuickCheckThrowOnFailure();

    [Fact]
    public void Random_characters_are_read_or_told_to_be_broken() =>
        Prop.ForAll<string?>(ArbMap.Default.ArbFor<string?>(), text => Read(text ?? "")).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("", "a# = \"${x:-y}\"\n", 30_000)]
    [InlineData("", "${", 400_000)]
    [InlineData("a = \"", "${\"", 100_000)]
    [InlineData("a = <<E\n", "${x:", 200_000)]
    [InlineData("", "a {\n=\n}\n", 50_000)]
    [InlineData("", "<<", 400_000)]
    [InlineData("", "/*", 400_000)]
    [InlineData("", "variable \"v#\" { default = var.v# }\nresource \"docker_container\" \"c#\" {\n image = var.v#\n}\n", 8_000)]
    [InlineData("locals {\n a = { containers = local.a }\n}\nresource \"kubernetes_pod\" \"a\" {\n", "containers = [local.a, local.a]\n", 10_000)]
    [InlineData("locals {\n a = [for x in [1, 2, 3, 4, 5, 6, 7, 8, 9] : x]\n b = [1, 2, 3, 4, 5, 6, 7, 8, 9]\n}\n",
        "resource \"docker_container\" \"c#\" {\n for_each = local.b\n image = \"a:${each.key}\"\n}\n", 8_000)]
    [InlineData("resource \"aws_ecs_task_definition\" \"a\" {\n container_definitions = ", "[for x in [1, 2, 3, 4, 5, 6, 7, 8, 9] : ", 90)]
    [InlineData("a = b", ".c", 400_000)]
    [InlineData("a", ".c", 400_000)]
    [InlineData("a = b", "::c", 400_000)]
    [InlineData("a = 1", " + 1", 200_000)]
    [InlineData("", "target \"t#\" {\n dockerfile-inline = <<E\nFROM a\nE\n}\n", 15_000)]
    public void Repetition_costs_what_its_length_does_and_no_power_of_it(string first, string repeated, int times)
    {
        StringBuilder text = new(first);
        for (var i = 0; i < times; i++) text.Append(repeated.Replace("#", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        var clock = Stopwatch.StartNew();

        Read(text.ToString());

        // Seconds at most on an idle machine; the bound is for what would take hours, and holds on a busy one.
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(5), $"it took {clock.Elapsed}");
    }

    private static void Read(string text)
    {
        SourceTree tree = new(AppContext.BaseDirectory);
        List<DataProblem> problems = [];
        SourceText source = new("hostile/x", text);
        Assert.All(Nodes(HclReader.Read(source, problems)), node => Assert.InRange(node.Start + node.Length, node.Start, text.Length));
        Assert.All(problems, problem => Assert.InRange(problem.At.Column, 1, text.Length + 1));
        IFileFormat[] formats = [new BakeFile(new()), new TerraformFile(new([], new()), new()), new NomadJobFile()];
        foreach (var item in formats.SelectMany(format => format.Read(source, tree, CancellationToken.None)).OfType<SourceItem.Document>())
            Assert.All(item.Content.Occurrences, found => Assert.True(found.Image is null != found.Reason is null));
    }

    private static IEnumerable<HclNode> Nodes(HclNode node) => (node switch
    {
        HclObject all => all.Entries.Select(member => member.Value),
        HclTuple list => list.Items,
        HclTemplate template => template.Parts,
        HclCall call => call.Arguments,
        HclPath path => path.Steps.Prepend(path.Root),
        HclFor made => [made.Items, made.Result],
        HclConditional either => [either.Condition, either.Yes, either.No],
        HclComparison pair => [pair.Left, pair.Right],
        _ => Array.Empty<HclNode>(),
    }).SelectMany(Nodes).Prepend(node);
}
