using System.Diagnostics;
using System.Globalization;
using System.Text;
using Archway.Reading;
using Archway.Reading.Compose;
using Archway.Reading.Data;
using Archway.Reading.Helm;
using Archway.Reading.Kubernetes;
using Archway.Reading.Kustomize;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Archway.Core.Tests.Reading.Data;

/// <summary>No text stops a reader or a format: not random characters, and not the pieces that real documents are made of in random order.</summary>
public sealed class HostileTextTests
{
    private static readonly string[] Pieces =
    [
        "a", "image", "services", ": ", ":", "- ", "\n", "\n  ", "\n    ", "\r\n", "\t", " ", "---\n", "...\n", "%YAML 1.2\n", "&a ", "*a", "<<: *a", "!Sub ",
        "!!str ", "! ", "{", "}", "[", "]", ",", "\"", "'", "\\", "\\x", "\\u12", "\\UFFFFFFFF", "\"\\ud800\"", "|", ">", "|2-", ">+\n", "#", "? ", "~",
        "null", "\0", "\u0085", "\u2028", "\uFEFF", "😀", "\ud800", "${", "${A:-", "}", "$$", "{{", "}}", "{{/*", "*/}}", "nginx:1",
        "apiVersion: v1\nkind: List\n", "containers:\n- image: ", "images:\n- name: a\n  newTag: ", "patches:\n- patch: |-\n    ", "repository: a/b", "tag: ",
        "global:\n  hub: ", "args: [", "env:\n- name: A_IMAGE\n  value: ", "op: add", "path: /image", "value: ", "extends: a", "build: .", "/*", "//", "1e9",
    ];

    [Fact]
    public void Random_pieces_of_documents_are_read_or_told_to_be_broken() =>
        Prop.ForAll(Gen.Elements(Pieces).ListOf().Select(string.Concat).ToArbitrary(), Read).QuickCheckThrowOnFailure();

    [Fact]
    public void Random_characters_are_read_or_told_to_be_broken() =>
        Prop.ForAll<string?>(ArbMap.Default.ArbFor<string?>(), text => Read(text ?? "")).QuickCheckThrowOnFailure();

    [Fact]
    public void Random_bytes_are_read_or_told_to_be_broken() =>
        Prop.ForAll<byte[]>(ArbMap.Default.ArbFor<byte[]>(), bytes => Read(Encoding.Latin1.GetString(bytes))).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("", "k#Image: a/b\n", 20_000)]
    [InlineData("services:\n", " s#: {image: a, extends: s#}\n", 20_000)]
    [InlineData("a: &a {b: 1}\nc:\n", "  <<: *a\n", 50_000)]
    [InlineData("", "@\n---\n", 100_000)]
    [InlineData("", "services: {a: {image: $A}}\n---\n", 10_000)]
    [InlineData("a: \"", "${A:-", 100_000)]
    [InlineData("b: &b \"long ", "text ", 1_000_000)]
    public void Repetition_costs_what_its_length_does_and_no_power_of_it(string first, string repeated, int times)
    {
        StringBuilder text = new(first);
        for (var i = 0; i < times; i++) text.Append(repeated.Replace("#", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        var clock = Stopwatch.StartNew();

        Read(text.ToString());

        // A second at most on an idle machine; the bound is for what would take hours, and holds on a busy one.
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(5), $"it took {clock.Elapsed}");
    }

    private static void Read(string text)
    {
        SourceTree tree = new(AppContext.BaseDirectory);
        SourceText source = new("values/kustomization.yaml", text);
        List<DataProblem> problems = [];
        IDataFormat[] formats = [new ComposeFormat(), new KustomizeFormat(), new JsonPatchFormat(), new KubernetesFormat(), new HelmValuesFormat()];
        foreach (var root in YamlReader.ReadDocuments(source, problems).Concat(JsonReader.ReadDocuments(source, problems)))
        {
            ReadingContext context = new(source, tree);
            foreach (var format in formats.Where(format => format.Recognises(source, root))) format.Read(root, context);
            Assert.All(Documents.Scalars(root), scalar => Assert.InRange(scalar.Start + scalar.Length, scalar.Start, text.Length));
            Assert.All(context.Occurrences, found => Assert.True(found.Image is null != found.Reason is null));
        }
        Assert.All(problems, problem => Assert.InRange(problem.At.Column, 1, text.Length + 1));
        _ = new HelmTemplateFormat().Read(source, tree, CancellationToken.None).ToList();
        _ = DotEnv.Read(text);
    }
}
