namespace Archway.Knowing;

/// <summary>A file of the catalog as the build compiles it.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Root">What it holds.</param>
internal sealed record CompiledFile(string Name, CompiledNode Root);
