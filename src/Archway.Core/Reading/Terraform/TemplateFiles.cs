using Archway.Reading.Hcl;

namespace Archway.Reading.Terraform;

/// <summary>The files that <c>templatefile()</c>, <c>file()</c> and the older <c>data "template_file"</c> lead to.</summary>
/// <param name="tree">The tree that they lie in.</param>
/// <param name="data">The JSON files that are read for themselves.</param>
internal sealed class TemplateFiles(SourceTree tree, DataFiles data)
{
    /// <summary>The name under which a module gives a <c>template_file</c> block as a call.</summary>
    internal const string OldForm = "template_file";

    // A file may be led to from many places, and is read for each.
    private const int MostFiles = 100;
    private readonly Dictionary<SourceText, bool> _known = [];
    private int _read;

    /// <summary>Whether a file that an expression led to is JSON whose images are found where it is read for itself.</summary>
    internal bool IsReadByItself(SourceText file)
    {
        if (!file.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || TerraformModule.IsCode(file.Name)) return false;
        if (!_known.TryGetValue(file, out var isKnown)) _known[file] = isKnown = data.Knows(file);
        return isKnown;
    }

    /// <summary>The template that a call leads to; null when it leads to none that can be read.</summary>
    internal HclValue? Find(HclValue call) => call.Node switch
    {
        HclCall { Name: "templatefile", Arguments: [var path, var values] } => Template(call.Of(path), call.Of(values)),
        HclCall { Name: OldForm, Arguments: [HclObject block] } => OfBlock(call.Of(block)),
        HclCall { Name: "file", Arguments: [var path] } => Text(call.Of(path)) is { } file
            ? new(file, new HclTemplate(0, file.Text.Length, [new HclText(0, file.Text.Length, file.Text)]), call.Scope)
            : null,
        _ => null,
    };

    private HclValue? OfBlock(HclValue block) =>
        block["template"] is { } template && HclEvaluation.Follow(template).Value is { Node: HclCall { Name: "file", Arguments: [var path] } } file
            ? Template(file.Of(path), block["vars"] ?? block.Of(new HclObject(0, 0, [])))
            : null;

    private HclValue? Template(HclValue path, HclValue values) =>
        Text(path) is { } file && HclReader.ReadTemplate(file.Text, 0, file.Text.Length) is { } template
            ? new(file, template, new TemplateVariables(values))
            : null;

    private SourceText? Text(HclValue path) =>
        HclEvaluation.Text(path).Value is { } written
        && SourceTree.Normalise($"{path.Source.Folder}/{written}".TrimStart('/')) is { } within
        && _read++ < MostFiles
        && tree.FindText(within) is { Text.Length: <= TerraformModule.LargestText } file
            ? file
            : null;
}
