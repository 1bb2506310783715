namespace Archway.Rendering;

/// <summary>A chart or kustomization is not rendered.</summary>
/// <param name="message">Why, in one sentence.</param>
internal sealed class NotRenderedException(string message) : Exception(message);
