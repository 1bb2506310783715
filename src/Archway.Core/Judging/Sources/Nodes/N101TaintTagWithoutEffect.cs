using System.Buffers;

namespace Archway.Judging.Sources.Nodes;

/// <summary>A tag that is to tell Cluster Autoscaler of a taint, and whose value has no effect: it is ignored without a word.</summary>
internal sealed class N101TaintTagWithoutEffect() : NodeRule("N101", Severity.Warning)
{
    private static readonly SearchValues<char> OfValues = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");
    private static readonly string[] Effects = ["NoSchedule", "NoExecute", "PreferNoSchedule"];

    protected override IEnumerable<SourceFinding> Check(NodeGroup group)
    {
        foreach (var tag in group.Tags)
        {
            if (tag.Value is not { } value || !tag.Key.StartsWith(AutoscalerTag.Taint, StringComparison.Ordinal) || AutoscalerTag.TaintOf(value) is not null) continue;
            var right = RightOf(value, group.Taints.FirstOrDefault(taint => taint.Key == tag.Key[AutoscalerTag.Taint.Length..]));
            // What no taint can have for a value says something else than was meant.
            yield return right.AsSpan(0, right.IndexOf(':', StringComparison.Ordinal)).ContainsAnyExcept(OfValues)
                ? Found(group, tag.At, "Cluster Autoscaler ignores the tag without a word, since its value does not end in an effect: write the taint's value and effect, like true:NoSchedule")
                : Found(group, tag.At, $"Cluster Autoscaler ignores the tag without a word, since its value does not end in an effect: write {right}",
                    $"write {right}", tag.At.Replace(group.Source, right));
        }
    }

    private static string RightOf(string value, NodeSetting? taint)
    {
        if (taint is { Effect: { } known } && Effects.Contains(known)) return $"{taint.Value}:{known}";
        if (EffectOf(value) is { } alone) return $":{alone}";
        var split = value.LastIndexOfAny([':', '=', '-', '_', ' ']);
        return split >= 0 && EffectOf(value[(split + 1)..]) is { } effect ? $"{value[..split]}:{effect}" : $"{value.TrimEnd(':', '=')}:{Effects[0]}";
    }

    private static string? EffectOf(string word) => Array.Find(Effects, effect => effect.Equals(word.Trim(), StringComparison.OrdinalIgnoreCase));
}
