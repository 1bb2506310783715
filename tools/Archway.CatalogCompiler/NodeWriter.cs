using System.Diagnostics;
using YamlDotNet.RepresentationModel;

namespace Archway.CatalogCompiler;

/// <summary>The writer of nodes, which gathers the texts they name.</summary>
internal sealed class NodeWriter(BinaryWriter target)
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>Every text, by its number.</summary>
    internal List<string> Texts { get; } = [];

    internal void WriteText(string text)
    {
        if (_numbers.TryAdd(text, Texts.Count)) Texts.Add(text);
        target.Write7BitEncodedInt(_numbers[text]);
    }

    /// <summary>Writes the kind of a node, the line it stands on, and what it holds.</summary>
    internal void WriteNode(YamlNode node)
    {
        target.Write((byte)(node switch { YamlScalarNode => 't', YamlSequenceNode => 'l', YamlMappingNode => 'm', _ => throw new UnreachableException() }));
        target.Write7BitEncodedInt((int)node.Start.Line);
        switch (node)
        {
            case YamlScalarNode scalar:
                WriteText(scalar.Value ?? "");
                break;
            case YamlSequenceNode list:
                target.Write7BitEncodedInt(list.Children.Count);
                foreach (var item in list) WriteNode(item);
                break;
            case YamlMappingNode mapping:
                target.Write7BitEncodedInt(mapping.Children.Count);
                foreach (var (key, value) in mapping)
                {
                    WriteText(key.ToString());
                    WriteNode(value);
                }

                break;
        }
    }
}
