using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Archway.CatalogCompiler;

/// <summary>The YAML of the catalog in a form that is read at once: its texts, each once, and the nodes of its files, which name texts by number.</summary>
/// <remarks>Equal files make equal bytes. What the keys mean is not known here; <c>Archway.Knowing.CompiledCatalog</c> reads it back.</remarks>
public static class CatalogWriter
{
    /// <summary>Writes the files of a folder, in the order of their names.</summary>
    /// <exception cref="InvalidDataException">One is no YAML; the message says where.</exception>
    public static void WriteFolder(string folder, Stream target) =>
        Write(target, [.. Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal)
            .Select(file => ($"catalog/{Path.GetFileName(file)}", File.ReadAllText(file)))]);

    /// <summary>Writes files.</summary>
    /// <exception cref="InvalidDataException">One is no YAML; the message says where.</exception>
    public static void Write(Stream target, params IReadOnlyList<(string Name, string Text)> files)
    {
        using MemoryStream nodes = new();
        using BinaryWriter body = new(nodes);
        NodeWriter writer = new(body);
        body.Write7BitEncodedInt(files.Count);
        foreach (var (name, text) in files)
        {
            writer.WriteText(name);
            writer.WriteNode(RootOf(name, text));
        }

        body.Flush();
        using BinaryWriter whole = new(target, System.Text.Encoding.UTF8, leaveOpen: true);
        whole.Write7BitEncodedInt(writer.Texts.Count);
        foreach (var text in writer.Texts) whole.Write(text);
        whole.Write(nodes.GetBuffer(), 0, (int)nodes.Length);
    }

    private static YamlNode RootOf(string name, string text)
    {
        YamlStream yaml = [];
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (YamlException problem)
        {
            throw new InvalidDataException($"{name}({problem.Start.Line}): {problem.Message}", problem);
        }

        return yaml.Documents is [var only] ? only.RootNode : throw new InvalidDataException($"{name}(1): a file of the catalog is one document");
    }
}
