namespace Archway.Placing.Ecs;

/// <summary>The words of an expression in the cluster query language of Amazon ECS.</summary>
internal static class PlacementWords
{
    private static readonly string[] Signs = ["==", "!=", ">=", "<=", "=~", "!~", "&&", "||", "(", ")", "[", "]", ",", ">", "<"];

    /// <summary>The words, quotes taken away.</summary>
    internal static List<string> Of(string expression)
    {
        List<string> words = [];
        for (var at = 0; at < expression.Length;)
        {
            if (char.IsWhiteSpace(expression[at]))
            {
                at++;
            }
            else if (expression[at] is '"' or '\'' && expression.IndexOf(expression[at], at + 1) is > 0 and var close)
            {
                words.Add(expression[(at + 1)..close]);
                at = close + 1;
            }
            else
            {
                var word = SignAt(expression, at) ?? WordAt(expression, at);
                words.Add(word);
                at += word.Length;
            }
        }

        return words;
    }

    private static string? SignAt(string text, int at) => Array.Find(Signs, sign => string.CompareOrdinal(text, at, sign, 0, sign.Length) == 0)
        ?? (text[at] == '!' ? Array.Find(["!in", "!exists"], sign => string.CompareOrdinal(text, at, sign, 0, sign.Length) == 0 && !IsOfWord(text, at + sign.Length)) ?? "!" : null);

    // A pattern may hold what is a sign elsewhere, and is one word up to the next gap.
    private static string WordAt(string text, int at)
    {
        var end = at + 1;
        while (IsOfWord(text, end)) end++;
        return text[at..end];
    }

    private static bool IsOfWord(string text, int at) => at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('(' or ')' or '[' or ']' or ',' or '=' or '!' or '<' or '>' or '&' or '|' or '"');
}
