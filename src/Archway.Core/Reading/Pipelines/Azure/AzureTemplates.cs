using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Archway.Oci;
using Archway.Reading.Data;
using Archway.Reading.Tree;

namespace Archway.Reading.Pipelines.Azure;

/// <summary>The templates that the pipelines of a target use, and what they give their parameters.</summary>
/// <remarks><see href="https://learn.microsoft.com/azure/devops/pipelines/process/templates"/></remarks>
internal sealed partial class AzureTemplates
{
    private const int MostFiles = 2000;
    private const int MostUses = 20_000;
    private const int MostParameters = 100;
    private const int LargestFile = 1024 * 1024;
    private const string Own = "@self";

    // Read once for all the pipelines of a target.
    private static readonly ConditionalWeakTable<SourceTree, AzureTemplates> OfTrees = [];

    // One of its own: a template rests only on those that use it.
    private readonly SourceTree _tree;
    private readonly Lazy<ILookup<string, Use>> _uses;
    private readonly UseGraph<string, GivenValues> _given;

    private AzureTemplates(SourceTree tree)
    {
        _tree = new(tree.OnlyFile is { } file ? Path.Join(tree.Root, file) : tree.Root);
        _uses = new(() => Files().SelectMany(In).Take(MostUses).ToLookup(use => use.Template, StringComparer.Ordinal));
        _given = new(path => _uses.Value[path].SelectMany(Given), GivenValues.Unknown);
    }

    /// <summary>What each use of a template gives its parameters; nothing where the target has none.</summary>
    internal static IReadOnlyList<GivenValues> UsesOf(ReadingContext context)
    {
        var templates = OfTrees.GetValue(context.Tree, tree => new(tree));
        foreach (var use in templates._uses.Value[context.Source.Path]) context.Tree.HasFile(use.File);
        return templates._given.Of(context.Source.Path);
    }

    private static IEnumerable<GivenValues> Given(Use use)
    {
        // What stands under a condition may be given or not; what a loop or another parameter makes may be any of them.
        var conditional = use.Parameters.Where(parameter => Condition().IsMatch(parameter.Key.Value)).ToArray();
        DataMember[] always = [.. use.Parameters.Except(conditional)];
        var made = always.FirstOrDefault(parameter => parameter.Key.Value.StartsWith("${{", StringComparison.Ordinal));
        var others = made is null ? null : $"{use.File} gives it a value, or does not, by {made.Key.Value}";
        var isExhaustive = conditional.Any(parameter => Otherwise().IsMatch(parameter.Key.Value));
        var branches = conditional.Select(branch => (DataMember[])[.. always, .. branch.Value.Members]);
        return (isExhaustive ? branches : branches.Prepend(always)).SelectMany(branch => Given(use, branch, others));
    }

    private static IEnumerable<GivenValues> Given(Use use, DataMember[] parameters, string? others) =>
        use.Scope.FillTogether([.. parameters.Select(parameter => parameter.Value.Text ?? "")]).Select(filled =>
        {
            Dictionary<string, Parsed<string>> values = new(StringComparer.OrdinalIgnoreCase);
            foreach (var (parameter, value) in parameters.Zip(filled))
                values[parameter.Key.Value] = parameter.Value is DataScalar
                    ? GivenValues.From(use.File, parameter.Key.Value, value)
                    : Parsed.Problem<string>($"{use.File} gives {parameter.Key.Value} more than a text");
            return new GivenValues(values, others);
        });

    private IEnumerable<(string Path, DataNode Root)> Files() =>
        (_tree.OnlyFile is null ? YamlFiles.Below(_tree, "") : [])
            .Select(path => _tree.ReadText(path, LargestFile).Value)
            .OfType<SourceText>()
            .Where(text => Template().IsMatch(text.Text))
            .Take(MostFiles)
            .Select(text => (text.Path, YamlReader.ReadDocuments(text, []).FirstOrDefault()!))
            .Where(file => file.Item2 is not null);

    private IEnumerable<Use> In((string Path, DataNode Root) file) =>
        In(file.Root, file.Path, AzureScope.Of(file.Root, () => _given.Of(file.Path)), isRoot: true);

    private IEnumerable<Use> In(DataNode node, string path, AzureScope outer, bool isRoot)
    {
        var scope = isRoot ? outer : outer.Within(node["variables"]);
        if (node["template"]?.Text is { } template && PathOf(template.Trim(), path) is { } used)
            yield return new(used, path, [.. node["parameters"]?.Members.Take(MostParameters) ?? []], scope);
        foreach (var inner in node.Items.Concat(node.Members.Select(member => member.Value)))
            foreach (var use in In(inner, path, scope, isRoot: false)) yield return use;
    }

    /// <summary>The path of a template: from the root of the repository with a slash before it, else from the folder of the file that uses it.</summary>
    private string? PathOf(string template, string user)
    {
        if (template.EndsWith(Own, StringComparison.Ordinal)) template = template[..^Own.Length];
        template = template.Replace('\\', '/');
        var folder = user[..Math.Max(0, user.LastIndexOf('/'))];
        if (!template.StartsWith('/')) return SourceTree.Normalise(folder.Length == 0 ? template : $"{folder}/{template}");
        // The repository is the target, or a folder of it.
        for (var end = 0; end >= 0 && end <= folder.Length; end = folder.IndexOf('/', Math.Min(folder.Length, end + 1)))
            if (SourceTree.Normalise((folder[..end] + template).TrimStart('/')) is { } path && _tree.HasFile(path)) return path;
        return SourceTree.Normalise((folder + template).TrimStart('/')) is { } last && _tree.HasFile(last) ? last : null;
    }

    [GeneratedRegex("""template['"]?:\s*['"]?[^\s'"]+\.ya?ml""", RegexOptions.CultureInvariant)]
    private static partial Regex Template();

    [GeneratedRegex(@"\A\$\{\{\s*(?:if|else|elseif)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Condition();

    [GeneratedRegex(@"\A\$\{\{\s*else\s*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Otherwise();

    private sealed record Use(string Template, string File, DataMember[] Parameters, AzureScope Scope);
}
