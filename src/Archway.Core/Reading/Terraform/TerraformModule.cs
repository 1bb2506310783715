using System.Collections.Immutable;
using Archway.Reading.Data;
using Archway.Reading.Hcl;

namespace Archway.Reading.Terraform;

/// <summary>The files of one folder, which together declare what their expressions may name.</summary>
/// <remarks><see href="https://developer.hashicorp.com/terraform/language/expressions/references"/></remarks>
/// <param name="tree">The tree that the folder lies in.</param>
/// <param name="folder">The folder.</param>
/// <param name="files">What its files hold.</param>
/// <param name="use">How another module calls it; null where it is used by itself.</param>
internal sealed class TerraformModule(SourceTree tree, string folder, ParsedFiles files, ModuleUse? use = null) : HclScope
{
    internal const int LargestText = 1024 * 1024;
    private const int LargestFolder = 16 * LargestText;
    private const int MostFiles = 1000;
    private static readonly string[] Code = [".tf", ".tofu", ".tf.json", ".tofu.json"];

    // What stands in a module for what only a run knows.
    private static readonly string[] OfRuns = ["each", "count", "self", "terraform", "path"];

    private readonly HclNames _blocks = new();
    private HclDeclarations? _declarations;

    internal override string Tool => "Terraform";

    internal string Folder { get; } = folder;

    /// <summary>What stands before the addresses of its resources: <c>module.a.</c>; empty where it is used by itself.</summary>
    internal string Address { get; } = use?.Address ?? "";

    /// <summary>Whether the folder gives its variables values, which Terraform reads only where it is used by itself.</summary>
    internal bool GivesValues => Files().Any(path => !IsCode(path));

    internal static bool IsCode(string path) => Code.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>A file's body, and what of it cannot be read.</summary>
    internal (HclObject Body, IReadOnlyList<DataProblem> Problems) Read(SourceText source) => files.Read(source);

    internal override HclFound Find(string name, ImmutableArray<HclNode> steps, SourceText from)
    {
        _declarations ??= Declare();
        switch (name)
        {
            case "var" when use is { Call: null } untold:
                return HclFound.Not(untold.Problem!);
            case "var" or "local":
                return _declarations.Find(name, steps, from);
            case "path" when NameAt(steps, 0) == "module":
                return HclFound.Of(new(new(Folder, ""), new HclText(0, 0, "."), this), 1);
            case "module":
                return HclFound.Not($"it is an output of the module {NameAt(steps, 0)}");
            case "data":
                return FindData(NameAt(steps, 0), NameAt(steps, 1), NameAt(steps, 2), from);
            case "docker_image" when _blocks.Find($"docker_image.{NameAt(steps, 0)}", from) is { } block && block["name"] is { } image:
                return HclFound.Of(image, 2);
            default:
                return steps.IsEmpty || OfRuns.Contains(name) ? _declarations.Find(name, steps, from)
                    : !_blocks.Has($"{name}.{NameAt(steps, 0)}") ? _declarations.Find(name, steps, from)
                    : HclFound.Not($"{name}.{NameAt(steps, 0)} is a resource, whose attributes are known only when Terraform has made it");
        }
    }

    private HclFound FindData(string? type, string? name, string? attribute, SourceText from)
    {
        var block = _blocks.Find($"data.{type}.{name}", from);
        return (type, attribute) switch
        {
            ("docker_registry_image" or "docker_image", not null) when block?["name"] is { } image => HclFound.Of(image, 3),
            // The older way to write templatefile(); the block itself is its arguments.
            ("template_file", "rendered") when block is not null =>
                HclFound.Of(block.Of(new HclCall(block.Node.Start, 0, TemplateFiles.OldForm, [block.Node])), 3),
            _ => HclFound.Not($"data.{type}.{name} is looked up when Terraform runs"),
        };
    }

    private HclDeclarations Declare()
    {
        HclDeclarations declarations = new(Tool);
        List<SourceText> given = [];
        var left = LargestFolder;
        foreach (var path in Files())
        {
            if (tree.FindText(path) is not { Text.Length: <= LargestText } source || (left -= source.Text.Length) < 0) continue;
            if (!IsCode(path))
            {
                given.Add(source);
                continue;
            }
            var body = Read(source).Body;
            var isOverride = Rank(source.Name) > 0;
            declarations.Add(source, body, this, isOverride);
            foreach (var (labels, block) in HclBlocks.Of(body, "resource", 2)) _blocks.Add($"{labels[0]}.{labels[1]}", new(source, block, this), isOverride);
            foreach (var (labels, block) in HclBlocks.Of(body, "data", 2)) _blocks.Add($"data.{labels[0]}.{labels[1]}", new(source, block, this), isOverride);
        }
        if (use is { Call: { } call }) declarations.Give(call.Source, call.Node, call.Scope);
        else foreach (var source in given) declarations.Give(source, Read(source).Body, this);
        return declarations;
    }

    /// <summary>The folder's files in the order in which the later outrank the earlier.</summary>
    private IEnumerable<string> Files()
    {
        if (tree.FollowLinks(Folder) is not { } real || !Directory.Exists(tree.OnDisk(real))) return [];
        try
        {
            return [.. Directory.EnumerateFiles(tree.OnDisk(real)).Select(path => Path.GetFileName(path)).Where(IsDeclaring).Take(MostFiles)
                .OrderBy(Rank).ThenBy(name => name, StringComparer.Ordinal).Select(name => $"{Folder}/{name}".TrimStart('/'))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsDeclaring(string name) => IsCode(name) || Rank(name) > 1;

    private static int Rank(string name) =>
        IsCode(name) ? (Path.GetFileNameWithoutExtension(name).EndsWith("override", StringComparison.Ordinal) ? 1 : 0)
        : name is "terraform.tfvars" ? 2
        : name is "terraform.tfvars.json" ? 3
        : name.EndsWith(".auto.tfvars", StringComparison.Ordinal) || name.EndsWith(".auto.tfvars.json", StringComparison.Ordinal) ? 4
        : 0;
}
