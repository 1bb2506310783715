namespace Archway.Knowing;

/// <summary>A node of the compiled catalog, and the line of its file that it stands on.</summary>
/// <param name="Line">The line, from 1.</param>
internal abstract record CompiledNode(int Line)
{
    /// <summary>A text.</summary>
    internal sealed record Text(int Line, string Value) : CompiledNode(Line);

    /// <summary>A list.</summary>
    internal sealed record List(int Line, CompiledNode[] Items) : CompiledNode(Line);

    /// <summary>Values by their keys.</summary>
    internal sealed record Mapping(int Line, KeyValuePair<string, CompiledNode>[] Members) : CompiledNode(Line);
}
