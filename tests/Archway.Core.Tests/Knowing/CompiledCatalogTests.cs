using System.Runtime.CompilerServices;
using Archway.CatalogCompiler;
using Archway.Knowing;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Archway.Core.Tests.Knowing;

/// <summary>That the build's compiled catalog is the YAML of the repository, no more and no less.</summary>
public sealed class CompiledCatalogTests
{
    [Fact]
    public void It_holds_every_node_of_every_file()
    {
        var files = Directory.GetFiles(Folder(), "*.yaml").Order(StringComparer.Ordinal).ToArray();

        var compiled = CompiledCatalog.Read(Embedded());

        Assert.Equal(files.Select(file => $"catalog/{Path.GetFileName(file)}"), compiled.Select(file => file.Name));
        foreach (var (file, (_, root)) in files.Zip(compiled)) Assert.Equal(Written(Yaml(file)), Written(root));
    }

    [Fact]
    public void The_same_files_make_the_same_bytes()
    {
        using MemoryStream again = new();
        CatalogWriter.WriteFolder(Folder(), again);

        using MemoryStream embedded = new();
        Embedded().CopyTo(embedded);
        Assert.Equal(embedded.ToArray(), again.ToArray());
    }

    [Theory]
    [InlineData("- {id: a", "catalog/test.yaml(")]
    [InlineData("- a\n---\n- b", "catalog/test.yaml(1): a file of the catalog is one document")]
    [InlineData("", "catalog/test.yaml(1): a file of the catalog is one document")]
    public void What_is_no_YAML_stops_the_build_and_says_where(string text, string expected)
    {
        var fault = Assert.Throws<InvalidDataException>(() => CatalogText.Read(text));

        Assert.StartsWith(expected, fault.Message, StringComparison.Ordinal);
    }

    private static Stream Embedded() => typeof(Catalog).Assembly.GetManifestResourceStream(CatalogFiles.Resource)!;

    private static YamlNode Yaml(string file)
    {
        YamlStream yaml = [];
        using var text = File.OpenText(file);
        yaml.Load(text);
        return yaml.Documents.Single().RootNode;
    }

    private static string Written(YamlNode node) => $"{node.Start.Line}:" + node switch
    {
        YamlSequenceNode list => $"[{string.Join(',', list.Select(Written))}]",
        YamlMappingNode mapping => $"{{{string.Join(',', mapping.Select(member => $"{member.Key}={Written(member.Value)}"))}}}",
        _ => $"'{node}'",
    };

    private static string Written(CompiledNode node) => $"{node.Line}:" + node switch
    {
        CompiledNode.List list => $"[{string.Join(',', list.Items.Select(Written))}]",
        CompiledNode.Mapping mapping => $"{{{string.Join(',', mapping.Keys.Zip(mapping.Values, (key, value) => $"{key}={Written(value)}"))}}}",
        _ => $"'{((CompiledNode.Text)node).Value}'",
    };

    private static string Folder([CallerFilePath] string path = "") => Path.GetFullPath("../../../catalog", Path.GetDirectoryName(path)!);
}
