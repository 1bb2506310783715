using System.Text.RegularExpressions;

namespace Archway.Gpu.Cdi;

/// <summary>What vendors, classes, devices and annotations may be called.</summary>
/// <remarks><see href="https://github.com/cncf-tags/container-device-interface/blob/v1.1.0/pkg/parser/parser.go"/></remarks>
internal static partial class CdiNames
{
    /// <summary>Why the library refuses a vendor or a class of this name; null where it takes it.</summary>
    internal static string? ProblemOfPart(string name)
    {
        if (name.Length == 0) return "empty name";
        if (!char.IsAsciiLetter(name[0])) return $"\"{name}\", should start with letter";
        if (name.Length > 1 && name[1..^1].FirstOrDefault(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.')) is not '\0' and var wrong)
            return $"invalid character '{wrong}' in name \"{name}\"";
        return char.IsAsciiLetterOrDigit(name[^1]) ? null : $"\"{name}\", should end with a letter or digit";
    }

    /// <summary>Why the library refuses a device of this name; null where it takes it.</summary>
    internal static string? ProblemOfDevice(string name)
    {
        if (name.Length == 0) return "invalid (empty) device name";
        // The library's own word is class.
        if (!char.IsAsciiLetterOrDigit(name[0])) return $"invalid class \"{name}\", should start with a letter or digit";
        if (name.Length > 1 && name[1..^1].FirstOrDefault(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.' or ':')) is not '\0' and var wrong)
            return $"invalid character '{wrong}' in device name \"{name}\"";
        return char.IsAsciiLetterOrDigit(name[^1]) ? null : $"invalid name \"{name}\", should end with a letter or digit";
    }

    /// <summary>Whether the specification takes the vendor: a domain's name.</summary>
    internal static bool IsDomain(string vendor) => vendor.Length <= 253 && Domain().IsMatch(vendor);

    /// <summary>Whether an annotation may have this name, as in Kubernetes.</summary>
    internal static bool IsAnnotation(string name)
    {
        var parts = name.Split('/');
        return parts.Length <= 2 && (parts.Length == 1 || IsDomain(parts[0].ToLowerInvariant())) && parts[^1].Length <= 63 && Word().IsMatch(parts[^1]);
    }

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", RegexOptions.NonBacktracking)]
    private static partial Regex Domain();

    [GeneratedRegex("^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
