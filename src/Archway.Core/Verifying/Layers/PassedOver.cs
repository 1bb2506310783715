namespace Archway.Verifying.Layers;

/// <summary>An entry of a layer that could not become a file: what it was called, and why it was passed over.</summary>
/// <param name="Path">The path as it was written, cut where it is long.</param>
/// <param name="Reason">Why.</param>
internal sealed record PassedOver(string Path, string Reason);
