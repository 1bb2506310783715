using System.Diagnostics.CodeAnalysis;

namespace Archway.Oci;

/// <summary>A value read from text, or one sentence saying why the text is not one.</summary>
/// <typeparam name="T">What the text should be.</typeparam>
public sealed record Parsed<T> where T : class
{
    internal Parsed(T? value, string? problem) => (Value, Problem) = (value, problem);

    /// <summary>The value, or null when the text is not one.</summary>
    public T? Value { get; }

    /// <summary>Why the text is not a value, fit to be shown to who wrote it; null when it is one.</summary>
    public string? Problem { get; }

    /// <summary>Whether the text was a value, and that value.</summary>
    public bool TryGetValue([NotNullWhen(true)] out T? value) => (value = Value) is not null;

    /// <summary>The value.</summary>
    /// <exception cref="FormatException">The text is not one; the message is <see cref="Problem"/>.</exception>
    public T ValueOrThrow() => Value ?? throw new FormatException(Problem);
}

/// <summary>Makers of <see cref="Parsed{T}"/>.</summary>
public static class Parsed
{
    /// <summary>A text that is a value.</summary>
    public static Parsed<T> Value<T>(T value) where T : class => new(value, null);

    /// <summary>A text that is not one, and why.</summary>
    public static Parsed<T> Problem<T>(string problem) where T : class => new(null, problem);
}
