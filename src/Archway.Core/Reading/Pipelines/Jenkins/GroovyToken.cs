namespace Archway.Reading.Pipelines.Jenkins;

/// <summary>What a piece of Groovy is.</summary>
internal enum GroovyKind
{
    /// <summary>A name, a keyword or a number.</summary>
    Word,

    /// <summary>A text in which nothing is filled in.</summary>
    Text,

    /// <summary>A text whose <c>$variables</c> are filled in.</summary>
    FilledText,

    /// <summary>A single character that is none of these.</summary>
    Mark,

    /// <summary>The end of a line, which may end a statement.</summary>
    LineEnd,
}

/// <summary>A piece of Groovy.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">The offset of its first character; a text's quotes are not part of it.</param>
/// <param name="Length">How many characters it takes.</param>
internal readonly record struct GroovyToken(GroovyKind Kind, int Start, int Length)
{
    internal bool IsText => Kind is GroovyKind.Text or GroovyKind.FilledText;

    internal int End => Start + Length;
}
