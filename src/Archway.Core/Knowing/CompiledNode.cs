namespace Archway.Knowing;

/// <summary>A node of the compiled catalog, and the line of its file that it stands on.</summary>
/// <param name="Line">The line, from 1.</param>
internal abstract record CompiledNode(int Line)
{
    /// <summary>A text.</summary>
    internal sealed record Text(int Line, string Value) : CompiledNode(Line);

    /// <summary>A list.</summary>
    internal sealed record List(int Line, CompiledNode[] Items) : CompiledNode(Line);

    /// <summary>Values by their keys, in the order of the file.</summary>
    internal sealed record Mapping(int Line, string[] Keys, CompiledNode[] Values) : CompiledNode(Line)
    {
        /// <summary>The value of a key; null when it has none.</summary>
        internal CompiledNode? Find(string key) => Array.IndexOf(Keys, key) is >= 0 and var at ? Values[at] : null;
    }
}
