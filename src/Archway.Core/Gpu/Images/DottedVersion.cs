using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Archway.Oci;

namespace Archway.Gpu.Images;

/// <summary>A version of numbers and dots, as drivers, CUDA and compute capabilities have: <c>580.95.05</c>, <c>13.0</c>, <c>7.5</c>.</summary>
/// <remarks>It compares number by number, a missing one as 0, so that <c>12</c> equals <c>12.0</c>; it is shown as it was written, leading zeros and all.</remarks>
public sealed record DottedVersion : IComparable<DottedVersion>
{
    // More parts or digits than this no version of the field has.
    private const int MostParts = 8;
    private const int MostDigits = 9;
    private readonly string _text;

    private DottedVersion(string text, ImmutableArray<int> parts) => (_text, Parts) = (text, parts);

    /// <summary>The numbers, foremost first.</summary>
    public ImmutableArray<int> Parts { get; }

    /// <summary>The first number: the branch of a driver, the major version of CUDA.</summary>
    public int Major => Parts[0];

    /// <summary>The second number; 0 where there is none.</summary>
    public int Minor => Parts.Length > 1 ? Parts[1] : 0;

    /// <summary>The version of these parts, as <c>12.4</c>.</summary>
    public static DottedVersion Of(params ReadOnlySpan<int> parts)
    {
        ArgumentOutOfRangeException.ThrowIfZero(parts.Length);
        foreach (var part in parts) ArgumentOutOfRangeException.ThrowIfNegative(part);
        ImmutableArray<int> kept = [.. parts];
        return new(string.Join('.', kept.Select(part => part.ToString(CultureInfo.InvariantCulture))), kept);
    }

    /// <summary>The version that a text is.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static DottedVersion Parse(string text) => Read(text).ValueOrThrow();

    /// <summary>The version that a text is, or why it is none.</summary>
    public static Parsed<DottedVersion> Read(string? text)
    {
        if (string.IsNullOrEmpty(text)) return Parsed.Problem<DottedVersion>("an empty text is not a version; write numbers with dots between, like 580.95.05");
        var written = text.Split('.');
        return written.Length <= MostParts && written.All(part => part.Length is > 0 and <= MostDigits && part.All(char.IsAsciiDigit))
            ? Parsed.Value(new DottedVersion(text, [.. written.Select(part => int.Parse(part, CultureInfo.InvariantCulture))]))
            : Parsed.Problem<DottedVersion>($"'{(text.Length > 64 ? text[..64] + "…" : text)}' is not a version; write numbers with dots between, like 580.95.05");
    }

    /// <summary>The version that a text is; null where it is none, or there is no text.</summary>
    public static DottedVersion? Find(string? text) => Read(text).Value;

    /// <summary>The version of so many leading parts: two of 12.4.1 are <c>12.4</c>; parts that are missing stay so.</summary>
    public DottedVersion Leading(int parts) => parts >= Parts.Length ? this : Of(Parts.AsSpan()[..parts]);

    /// <inheritdoc/>
    public int CompareTo(DottedVersion? other)
    {
        if (other is null) return 1;
        for (var i = 0; i < Math.Max(Parts.Length, other.Parts.Length); i++)
        {
            var compared = Part(i).CompareTo(other.Part(i));
            if (compared != 0) return compared;
        }
        return 0;
    }

    /// <inheritdoc/>
    public bool Equals(DottedVersion? other) => other is not null && CompareTo(other) == 0;

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var length = Parts.Length;
        while (length > 0 && Parts[length - 1] == 0) length--;
        HashCode code = new();
        for (var i = 0; i < length; i++) code.Add(Parts[i]);
        return code.ToHashCode();
    }

    /// <summary>Whether one is before the other.</summary>
    public static bool operator <(DottedVersion left, DottedVersion right) => Compared(left, right) < 0;

    /// <summary>Whether one is after the other.</summary>
    public static bool operator >(DottedVersion left, DottedVersion right) => Compared(left, right) > 0;

    /// <summary>Whether one is not after the other.</summary>
    public static bool operator <=(DottedVersion left, DottedVersion right) => Compared(left, right) <= 0;

    /// <summary>Whether one is not before the other.</summary>
    public static bool operator >=(DottedVersion left, DottedVersion right) => Compared(left, right) >= 0;

    /// <summary>The version as written.</summary>
    public override string ToString() => _text;

    private int Part(int index) => index < Parts.Length ? Parts[index] : 0;

    private static int Compared([NotNull] DottedVersion left, DottedVersion right)
    {
        ArgumentNullException.ThrowIfNull(left);
        return left.CompareTo(right);
    }
}
