using Archway.Oci;

namespace Archway.Placing.Scheduling;

/// <summary>What keeps pods off a node unless they tolerate it.</summary>
/// <param name="Key">Its key: <c>kubernetes.io/arch</c>.</param>
/// <param name="Value">Its value; empty where it has none.</param>
/// <param name="Effect">What becomes of pods that do not tolerate it: <c>NoSchedule</c>.</param>
public sealed record Taint(string Key, string Value, string Effect)
{
    /// <summary>What a node that was cordoned is taken to have.</summary>
    internal static Taint Unschedulable { get; } = new("node.kubernetes.io/unschedulable", "", "NoSchedule");

    /// <summary>Whether it keeps pods off, and does not only lead them elsewhere.</summary>
    internal bool KeepsOff => Effect is "NoSchedule" or "NoExecute";

    /// <summary>Reads a taint as <c>kubectl taint</c> takes it: <c>key=value:Effect</c>, or <c>key:Effect</c>.</summary>
    public static Parsed<Taint> Read(string text)
    {
        var colon = text.LastIndexOf(':');
        var (left, effect) = colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..]);
        var equals = left.IndexOf('=', StringComparison.Ordinal);
        var (key, value) = equals < 0 ? (left, "") : (left[..equals], left[(equals + 1)..]);
        return effect is "NoSchedule" or "PreferNoSchedule" or "NoExecute" && LabelText.IsName(key) && LabelText.IsValue(value)
            ? Parsed.Value(new Taint(key, value, effect))
            : Parsed.Problem<Taint>($"'{text}' is no taint; write it as key=value:Effect, like kubernetes.io/arch=arm64:NoSchedule");
    }

    /// <summary>The taint as <c>kubectl taint</c> takes it.</summary>
    public override string ToString() => Value.Length == 0 ? $"{Key}:{Effect}" : $"{Key}={Value}:{Effect}";
}
