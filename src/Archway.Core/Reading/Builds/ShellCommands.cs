using System.Text;

namespace Archway.Reading.Builds;

/// <summary>The commands of a shell script or a Makefile's recipes, as words with their quotes taken off and their variables left as written.</summary>
internal static class ShellCommands
{
    // Looking for the end of a variable that has none costs this much each time.
    private const int LongestVariable = 1000;

    internal static IEnumerable<List<string>> In(string text)
    {
        List<string> words = [];
        StringBuilder word = new();
        var hasWord = false;
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '\\' && at + 1 < text.Length)
            {
                at++;
                if (text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n') at++;
                if (text[at] == '\n') continue;
                word.Append(text[at]);
                hasWord = true;
            }
            else if (c == '$' && at + 1 < text.Length && text[at + 1] is '(' or '{')
            {
                var end = EndOfVariable(text, at + 1);
                word.Append(text, at, end - at);
                (at, hasWord) = (end - 1, true);
            }
            else if (c is '"' or '\'' && text.IndexOf(c, at + 1) >= 0)
            {
                at = Quoted(text, at, word);
                hasWord = true;
            }
            else if (c == '#' && !hasWord)
            {
                at = text.IndexOf('\n', at) is >= 0 and var end ? end - 1 : text.Length;
            }
            else if (char.IsWhiteSpace(c) || c is ';' or '&' or '|' or '(' or ')')
            {
                if (hasWord) words.Add(word.ToString());
                word.Clear();
                hasWord = false;
                if (c is ' ' or '\t' or '\r' || words.Count == 0) continue;
                yield return words;
                words = [];
            }
            else
            {
                word.Append(c);
                hasWord = true;
            }
        }

        if (hasWord) words.Add(word.ToString());
        if (words.Count > 0) yield return words;
    }

    /// <summary>Adds a quoted stretch to the word; the offset of its closing quote, or the text's end.</summary>
    private static int Quoted(string text, int open, StringBuilder word)
    {
        var at = open + 1;
        for (; at < text.Length && text[at] != text[open]; at++)
        {
            if (text[at] == '\\' && text[open] == '"' && at + 1 < text.Length) at++;
            word.Append(text[at]);
        }

        return at;
    }

    private static int EndOfVariable(string text, int open)
    {
        var (opening, closing, depth) = (text[open], text[open] == '(' ? ')' : '}', 0);
        var last = Math.Min(text.Length, open + LongestVariable);
        for (var at = open; at < last && text[at] != '\n'; at++)
        {
            if (text[at] == opening) depth++;
            else if (text[at] == closing && --depth == 0) return at + 1;
        }

        return open + 1;
    }
}
