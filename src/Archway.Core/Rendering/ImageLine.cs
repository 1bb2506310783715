using Archway.Reading;

namespace Archway.Rendering;

/// <summary>A line <c>image: …</c> of a template.</summary>
/// <param name="At">The place of its value.</param>
/// <param name="Value">Its value, as written between its quotes.</param>
/// <param name="Container">The name of the container that it is a part of, as written; null where none stands there.</param>
internal sealed record ImageLine(SourceSpan At, string Value, string? Container)
{
    /// <summary>Whether the value is put together when the template is rendered.</summary>
    internal bool IsComposed => Value.Contains("{{", StringComparison.Ordinal);

    /// <summary>Whether the image may have been put together here.</summary>
    internal bool Fits(string image) => Fits(Value, image);

    /// <summary>Whether it stands in the container of that name, as far as the name is written out.</summary>
    internal bool IsOf(string? container) => Container is not null && container is not null && Fits(Container, container);

    /// <summary>Whether all that is written out in a value stands in a text, in the same order.</summary>
    private static bool Fits(string value, string text)
    {
        var at = 0;
        for (var start = 0; start < value.Length;)
        {
            var gap = value.IndexOf("{{", start, StringComparison.Ordinal);
            var written = value.AsSpan(start, (gap < 0 ? value.Length : gap) - start);
            var found = text.AsSpan(at).IndexOf(written);
            if (found < 0 || (start == 0 && found > 0)) return false;
            at += found + written.Length;
            var end = gap < 0 ? -1 : value.IndexOf("}}", gap, StringComparison.Ordinal);
            start = end < 0 ? value.Length : end + 2;
        }

        return value.EndsWith("}}", StringComparison.Ordinal) || at == text.Length;
    }
}
