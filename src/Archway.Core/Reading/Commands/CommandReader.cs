using Archway.Oci;
using Archway.Oci.References;
using Archway.Reading.Builds;
using Archway.Reading.Data;

namespace Archway.Reading.Commands;

/// <summary>Finds the images that the commands in a text run or pull.</summary>
/// <param name="context">The file, and where to put what is found.</param>
/// <param name="kind">In what kind of place the commands stand.</param>
/// <param name="values">What the script's variables hold.</param>
internal sealed class CommandReader(ReadingContext context, OccurrenceKind kind, ScriptValues values)
{
    private const int DeepestCommand = 5;
    private const int LengthOfId = 12;

    // Words without which there is no such command.
    private static readonly string[] Marks = ["docker", "podman", "nerdctl", "finch", "ctr", "crictl", "kubectl", "container", "oc "];

    private readonly ImageCommand _command = new(values);

    /// <summary>Reads the commands between two offsets of a text that has the file's own offsets.</summary>
    internal void Read(string text, int start, int end, bool isOneLine = false)
    {
        if (Marks.Any(mark => text.AsSpan(start, end - start).Contains(mark, StringComparison.OrdinalIgnoreCase))) Read(text, start, end, isOneLine, 0);
    }

    /// <summary>Reads a command of which each word is given as it is, the tool first.</summary>
    internal void ReadWords(List<ShellWord> words)
    {
        if (!ImageCommand.IsTool(words[0].Text)) return;
        foreach (var image in _command.In(words)) Add(image);
    }

    private void Read(string text, int start, int end, bool isOneLine, int depth)
    {
        foreach (var words in ShellCommands.In(text, start, end, isOneLine))
        {
            foreach (var image in _command.In(words)) Add(image);
            if (depth < DeepestCommand) ReadWithin(text, words, depth + 1);
        }
    }

    /// <summary>Reads commands that are words of another: <c>$(docker run …)</c>, and <c>sh -c "docker run …"</c>.</summary>
    private void ReadWithin(string text, List<ShellWord> words, int depth)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (i > 0 && text[word.Start] is '"' or '\'' && words[i - 1].Text is "-c" or "-lc" or "-ec" or "-xc" or "eval")
                Read(text, word.Start + 1, word.End - 1, false, depth);
            for (var at = word.Start; at + 2 < word.End && text.IndexOf("$(", at, word.End - at, StringComparison.Ordinal) is >= 0 and var open;)
            {
                at = ShellCommands.EndOfVariable(text, open + 1, word.End);
                if (at > open + 2) Read(text, open + 2, at - 1, false, depth);
            }
        }
    }

    private void Add(CommandImage image)
    {
        var text = image.Text.TrimEnd('`', ',', '.');
        if (text.Length == 0) return;
        var resolved = image.Problem is { } problem ? Parsed.Problem<string>(problem) : values.Fill(text);
        // What is neither a reference nor filled in by anything is no image: [OPTIONS], IMAGE, an id, a folder.
        if (resolved.Value is { } name && Placeholder.Find(name) is null && (ImageReference.Read(name).Value is null || IsId(name))) return;
        var (start, length) = PlaceOf(image.Word, text);
        var written = context.Source.Text.Substring(start, length);
        context.Add(ReadingContext.Occurrence(context.Source.Span(start, length), written, resolved, kind));
    }

    private static bool IsId(string name) => name.Length >= LengthOfId && name.All(char.IsAsciiHexDigitLower);

    /// <summary>The place of the image within its word; the word's first line where it is written in pieces.</summary>
    private (int Start, int Length) PlaceOf(ShellWord word, string image)
    {
        var found = context.Source.Text.IndexOf(image, word.Start, word.End - word.Start, StringComparison.Ordinal);
        if (found >= 0) return (found, image.Length);
        var lineEnd = context.Source.Text.AsSpan(word.Start, word.End - word.Start).IndexOfAny('\r', '\n');
        return (word.Start, lineEnd < 0 ? word.End - word.Start : lineEnd);
    }
}
