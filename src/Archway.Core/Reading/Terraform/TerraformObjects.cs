using Archway.Reading.Hcl;

namespace Archway.Reading.Terraform;

/// <summary>The objects that an expression comes to: through lists, functions that join them, JSON in texts, and files.</summary>
internal sealed class TerraformObjects(TemplateFiles files)
{
    private const int Deepest = 30;
    private const int MostSteps = 100_000;

    // Functions that hand on what they are given, or a part of it.
    private static readonly string[] Passing =
    [
        "jsonencode", "yamlencode", "jsondecode", "concat", "flatten", "tolist", "toset", "tomap", "compact", "values", "distinct", "try", "coalesce",
        "sensitive", "nonsensitive", "tostring", "trimspace",
    ];

    private int _steps;

    /// <summary>The files that expressions lead to.</summary>
    internal TemplateFiles Files => files;

    /// <summary>Every object; and what cannot be followed, with the reason.</summary>
    internal IEnumerable<(HclValue Value, string? Problem)> Of(HclValue value) => Of(value, Deepest);

    private IEnumerable<(HclValue Value, string? Problem)> Of(HclValue value, int depth)
    {
        if (depth == 0 || ++_steps > MostSteps) return [];
        var followed = HclEvaluation.Follow(value);
        if (!followed.TryGetValue(out var found)) return [(value, followed.Problem)];
        return found.Node switch
        {
            HclObject => [(found, null)],
            HclTuple list => list.Items.SelectMany(item => Of(found.Of(item), depth - 1)),
            HclFor made => ItemScope.Each(found, made).SelectMany(result => Of(result, depth - 1)),
            HclConditional either => Of(found.Of(either.Yes), depth - 1).Concat(Of(found.Of(either.No), depth - 1)),
            HclTemplate { Parts: [] } or HclLiteral => [],
            HclTemplate template => OfJson(value, found, template, depth),
            HclCall { Name: "merge" } call => Merged(found, call, depth),
            HclCall call when Passing.Contains(call.Name) => call.Arguments.SelectMany(argument => Of(found.Of(argument), depth - 1)),
            HclCall { Name: "templatefile" or "file" or TemplateFiles.OldForm } => OfFile(value, found, depth),
            HclCall call => [(value, $"{call.Name}() has a value only when {value.Scope.Tool} runs")],
            _ => [(value, $"it is worked out only when {value.Scope.Tool} runs")],
        };
    }

    /// <summary>What is laid over each other: the last image that is written outranks those before it, and what is unknown.</summary>
    private IEnumerable<(HclValue Value, string? Problem)> Merged(HclValue found, HclCall call, int depth)
    {
        var parts = call.Arguments.SelectMany(argument => Of(found.Of(argument), depth - 1)).ToList();
        var last = parts.FindLastIndex(part => part.Problem is null && part.Value["image"] is not null);
        return last < 0 ? parts : parts.Where((part, at) => at == last || (part.Problem is null && part.Value["image"] is null));
    }

    private IEnumerable<(HclValue Value, string? Problem)> OfJson(HclValue written, HclValue found, HclTemplate template, int depth) =>
        EmbeddedJson.Read(template) is { } json ? Of(found.Of(json), depth - 1) : [(written, "it is no JSON that can be read")];

    private IEnumerable<(HclValue Value, string? Problem)> OfFile(HclValue written, HclValue call, int depth) =>
        files.Find(call) is not { } file ? [(written, "the file it leads to cannot be told, or is not there")]
        : file.Node is HclTemplate template ? OfJson(written, file, template, depth)
        : [];
}
