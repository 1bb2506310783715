using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace Archway.Placing.Scheduling;

/// <summary>An amount of a resource as Kubernetes writes it: <c>250m</c>, <c>1.5Gi</c>, <c>2e3</c>.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/"/></remarks>
internal static class Quantity
{
    private const int Longest = 64;
    private static readonly string[] Binary = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("+-.0123456789");
    private const string Decimal = "numkMGTPE";

    /// <summary>The amount in thousandths, rounded up; null where the text is none. What is beyond counting is the most that there is.</summary>
    internal static BigInteger? Thousandths(string text)
    {
        if (text.Length is 0 or > Longest) return null;
        var end = text.AsSpan().IndexOfAnyExcept(OfNumbers);
        var (number, suffix) = end < 0 ? (text, "") : (text[..end], text[end..]);
        if (!IsNumber(number) || FactorOf(suffix) is not var (numerator, denominator)) return null;
        var point = number.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : number.Length - point - 1;
        var digits = BigInteger.Parse(number.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return DividedUp(digits * numerator * 1000, denominator * BigInteger.Pow(10, decimals));
    }

    private static BigInteger DividedUp(BigInteger amount, BigInteger by)
    {
        var quotient = BigInteger.DivRem(amount, by, out var rest);
        return rest.Sign > 0 ? quotient + 1 : quotient;
    }

    private static bool IsNumber(string text)
    {
        var digits = text.AsSpan().TrimStart("+-");
        return text.Length - digits.Length <= 1 && digits.ContainsAnyInRange('0', '9') && !digits.ContainsAny('+', '-') && digits.Count('.') <= 1;
    }

    private static (BigInteger, BigInteger)? FactorOf(string suffix)
    {
        if (suffix.Length == 0) return (1, 1);
        if (Array.IndexOf(Binary, suffix) is >= 0 and var power) return (BigInteger.Pow(1024, power + 1), 1);
        // n, u and m are parts; k, M and so on are thousands of thousands.
        if (suffix.Length == 1 && Decimal.IndexOf(suffix[0], StringComparison.Ordinal) is >= 0 and var at)
            return at < 3 ? (1, BigInteger.Pow(1000, 3 - at)) : (BigInteger.Pow(1000, at - 2), 1);
        if (suffix[0] is not ('e' or 'E') || !int.TryParse(suffix.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            || Math.Abs(exponent) > 100) return null;
        return exponent >= 0 ? (BigInteger.Pow(10, exponent), 1) : (1, BigInteger.Pow(10, -exponent));
    }
}
