using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Gpu.Checks;

/// <summary>All checks of GPU containers, as <c>gpu/checks/*.yaml</c> has them.</summary>
/// <remarks>What rules, explanations and documentation say of a check is said there, once.</remarks>
public static class GpuChecks
{
    private const string Folder = "gpu/checks/";
    private static readonly Lazy<ImmutableArray<GpuCheck>> Known = new(() => [.. Names().SelectMany(Read).OrderBy(check => check.Layer).ThenBy(check => check.Id, StringComparer.Ordinal)]);
    private static readonly Lazy<FrozenDictionary<string, GpuCheck>> ById = new(() => Known.Value.ToFrozenDictionary(check => check.Id, StringComparer.OrdinalIgnoreCase));

    private static Assembly Here => typeof(GpuChecks).Assembly;

    /// <summary>All of them, from the ground up.</summary>
    public static ImmutableArray<GpuCheck> All => Known.Value;

    /// <summary>The check of that id; null where there is none.</summary>
    public static GpuCheck? Find(string id) => ById.Value.GetValueOrDefault(id);

    private static IEnumerable<string> Names() => Here.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal));

    private static IEnumerable<GpuCheck> Read(string name)
    {
        using StreamReader reader = new(Here.GetManifestResourceStream(name)!);
        List<DataProblem> problems = [];
        var file = YamlReader.ReadDocuments(new SourceText(name, reader.ReadToEnd()), problems).FirstOrDefault();
        if (file is null || problems.Count > 0) throw new InvalidDataException($"{name} cannot be read: {problems.FirstOrDefault()?.Message}");
        var layer = Word<GpuLayer>(Text(file, "layer", name));
        return file["checks"]!.Items.Select(node => Check(node, layer, name));
    }

    private static GpuCheck Check(DataNode node, GpuLayer layer, string name) => new(
        Text(node, "id", name), layer, Text(node, "title", name), Text(node, "cause", name),
        [.. (node["remedies"]?.Items ?? []).Select(step => new GpuRemedy(Text(step, "step", name), Word<RemedyRisk>(Text(step, "risk", name))))],
        [.. (node["texts"]?.Items ?? []).Select(text => text.Text!)],
        node["left-out"]?.Text);

    private static string Text(DataNode node, string key, string name) => node[key]?.Text ?? throw new InvalidDataException($"{name}: '{key}' is missing");

    private static T Word<T>(string word) where T : struct, Enum => Enum.Parse<T>(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
}
