namespace Archway.Rendering;

/// <summary>A chart or kustomization that was not rendered, or not wholly.</summary>
/// <param name="File">Its <c>Chart.yaml</c> or <c>kustomization.yaml</c>, relative to the target.</param>
/// <param name="Problem">Why, in one sentence.</param>
public sealed record NotRendered(string File, string Problem);
