using Archway.Reading.Hcl;
using Archway.Reading.Tree;

namespace Archway.Reading.Terraform;

/// <summary>The calls of a tree's modules that lead to folders of the same tree.</summary>
/// <remarks><see href="https://developer.hashicorp.com/terraform/language/modules/sources#local-paths"/></remarks>
internal sealed class ModuleCalls
{
    // A module that is called in more ways is as good as unknown.
    private const int MostUses = 50;
    private const int DeepestCall = 10;

    private readonly SourceTree _tree;
    private readonly ReadingOptions _options;
    private readonly ParsedFiles _files = new();
    private readonly Dictionary<string, TerraformModule> _alone = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(string Name, SourceText File, HclObject Body)>> _calls = new(StringComparer.Ordinal);

    private ModuleCalls(SourceTree tree, ReadingOptions options) => (_tree, _options) = (tree, options);

    /// <summary>Looks through a tree for calls; what was asked for before is all that is noted as asked for.</summary>
    internal static ModuleCalls Of(SourceTree tree, ReadingOptions options, CancellationToken cancellationToken)
    {
        string[] asked = [.. tree.Asked];
        ModuleCalls calls = new(tree, options);
        calls.Search(cancellationToken);
        tree.Forget();
        tree.RestOn(asked);
        return calls;
    }

    /// <summary>A folder's module as each of its callers uses it, and by itself where none does or where it has values of its own for that.</summary>
    /// <returns>The module in each use, and the files that the calls stand in.</returns>
    internal (IReadOnlyList<TerraformModule> Uses, string[] Callers) UsesOf(string folder)
    {
        HashSet<string> callers = new(StringComparer.Ordinal);
        var alone = Alone(folder);
        List<TerraformModule> uses = [.. UsesOf(folder, [], callers).Take(MostUses + 1)];
        if (uses.Count > MostUses)
            uses[^1] = new(_tree, folder, _files, new("", null, $"this module is called in more than {MostUses} ways, which are not all followed"));
        return (uses.Count == 0 || alone.GivesValues ? [alone, .. uses] : uses, [.. callers]);
    }

    private IEnumerable<TerraformModule> UsesOf(string folder, List<string> callees, HashSet<string> callers)
    {
        // Modules cannot call each other in a ring, and few are nested deeper.
        if (callees.Contains(folder) || callees.Count == DeepestCall || !_calls.TryGetValue(folder, out var calls)) yield break;
        foreach (var (name, file, body) in calls)
        {
            callers.Add(file.Path);
            foreach (var caller in UsesOf(file.Folder, [.. callees, folder], callers).DefaultIfEmpty(Alone(file.Folder)))
            {
                HclValue call = new(file, body, caller);
                foreach (var one in ItemScope.Each(call, call["for_each"]))
                    yield return new(_tree, folder, _files, new($"{caller.Address}module.{name}.", one, null));
            }
        }
    }

    /// <summary>A folder's module used by itself.</summary>
    internal TerraformModule Alone(string folder) =>
        _alone.TryGetValue(folder, out var module) ? module : _alone[folder] = new(_tree, folder, _files);

    private void Search(CancellationToken cancellationToken)
    {
        foreach (var step in new TreeWalk(_tree, _options, TerraformModule.IsCode, _ => false).Steps(cancellationToken).OfType<WalkStep.File>())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_tree.FindText(step.Path) is not { Text.Length: <= TerraformModule.LargestText } file
                || !file.Text.Contains("module", StringComparison.Ordinal) || !file.Text.Contains("source", StringComparison.Ordinal)) continue;
            var body = _files.Read(file).Body;
            foreach (var (labels, call) in HclBlocks.Of(body, "module", 1)) Add(labels[0], file, call);
        }
    }

    private void Add(string name, SourceText file, HclObject call)
    {
        if (call["source"] is not HclTemplate { Parts: [HclText { Value: ['.', ..] source }] }) return;
        if (SourceTree.Normalise($"{file.Folder}/{source}".TrimStart('/')) is not { } folder || folder == file.Folder) return;
        if (!_calls.TryGetValue(folder, out var calls)) _calls[folder] = calls = [];
        calls.Add((name, file, call));
    }
}
