namespace Archway.Assembling.Pipelines.Conversion;

/// <summary>Conditions and switches of a workflow, as expressions.</summary>
internal static class GitHubCondition
{
    private const string Open = "${{";
    private const string Close = "}}";

    /// <summary>What stands within <c>${{ }}</c>, or the text itself, which a condition takes for an expression.</summary>
    internal static string Bare(string text)
    {
        // One that is written over several lines means the same in one.
        var trimmed = string.Join(' ', text.Split(['\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return trimmed.StartsWith(Open, StringComparison.Ordinal) && trimmed.IndexOf(Close, StringComparison.Ordinal) == trimmed.Length - Close.Length
            ? trimmed[Open.Length..^Close.Length].Trim() : trimmed;
    }

    /// <summary>A condition as YAML takes it.</summary>
    internal static string Of(string condition) => Plain($"${{{{ {Bare(condition)} }}}}");

    /// <summary>A text that begins as a plain scalar does, in quotes where it would end early.</summary>
    internal static string Plain(string text) =>
        text.Contains(": ", StringComparison.Ordinal) || text.Contains(" #", StringComparison.Ordinal) ? PipelineText.Quote(text) : text;

    /// <summary>Both conditions; null where there is neither.</summary>
    internal static string? And(string? one, string? other) =>
        one is null ? other : other is null ? one : $"({Bare(one)}) && ({Bare(other)})";

    private static bool IsComparison(string term) => !term.Contains("'true'", StringComparison.Ordinal) && !term.Contains("'false'", StringComparison.Ordinal)
        && (term.Contains("==", StringComparison.Ordinal) || term.Contains("!=", StringComparison.Ordinal)
            || term.StartsWith("startsWith(", StringComparison.Ordinal) || term.StartsWith("contains(", StringComparison.Ordinal));

    /// <summary>The condition that a switch such as <c>push</c> is on; null where it always is.</summary>
    /// <param name="text">What is written.</param>
    /// <param name="isNever">Whether it never is.</param>
    internal static string? On(string? text, out bool isNever)
    {
        var trimmed = text?.Trim() ?? "";
        isNever = trimmed.Length == 0 || trimmed.Equals("false", StringComparison.OrdinalIgnoreCase);
        if (isNever || trimmed.Equals("true", StringComparison.OrdinalIgnoreCase)) return null;
        if (!trimmed.StartsWith(Open, StringComparison.Ordinal) || Bare(trimmed) == trimmed)
            throw new ConversionException($"whether it pushes cannot be told from push: {trimmed}");
        // An input may be the text 'false', which is true to a condition; a comparison is true or false.
        if (Bare(trimmed).Split(["&&", "||"], StringSplitOptions.TrimEntries).All(IsComparison)) return Bare(trimmed);
        return $"format('{{0}}', {Bare(trimmed)}) == 'true'";
    }
}
