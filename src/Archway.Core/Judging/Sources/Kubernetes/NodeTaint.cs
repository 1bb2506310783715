namespace Archway.Judging.Sources.Kubernetes;

/// <summary>What keeps pods off nodes unless they tolerate it.</summary>
/// <param name="Key">Its key: <c>kubernetes.io/arch</c>.</param>
/// <param name="Value">Its value; empty where it has none.</param>
/// <param name="Effect">What becomes of those that do not: <c>NoSchedule</c>.</param>
internal sealed record NodeTaint(string Key, string Value, string Effect)
{
    /// <summary>Whether it keeps pods off, and does not only lead them elsewhere.</summary>
    internal bool KeepsOff => Effect is "NoSchedule" or "NoExecute";

    /// <summary>The taint as <c>kubectl taint</c> takes it.</summary>
    public override string ToString() => Value.Length == 0 ? $"{Key}:{Effect}" : $"{Key}={Value}:{Effect}";
}
