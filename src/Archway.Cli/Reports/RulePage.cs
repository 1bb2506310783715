namespace Archway.Cli.Reports;

/// <summary>The page of a rule, as it stands under docs/rules.</summary>
/// <param name="Id">The rule's id.</param>
/// <param name="Title">What it is about, from the page's heading.</param>
/// <param name="Text">The page below its heading, in Markdown.</param>
internal sealed record RulePage(string Id, string Title, string Text)
{
    /// <summary>What the rule finds, in a sentence or two: the first paragraph that is neither the severity nor an example.</summary>
    internal string Summary => Plain(Text.Split("\n\n").FirstOrDefault(paragraph => !paragraph.StartsWith("**", StringComparison.Ordinal)
        && !paragraph.StartsWith("```", StringComparison.Ordinal) && paragraph.TrimEnd().EndsWith('.')) ?? Title).ReplaceLineEndings(" ");

    /// <summary>The page for whoever shows no Markdown: the same without its marks.</summary>
    internal string PlainText => Plain(string.Join('\n', Text.Split('\n').Where(line => !line.StartsWith("```", StringComparison.Ordinal))));

    /// <summary>The page of that id; null when there is none.</summary>
    internal static RulePage? Find(string id)
    {
        using var stream = typeof(RulePage).Assembly.GetManifestResourceStream($"rules/{id}");
        if (stream is null) return null;
        using StreamReader reader = new(stream);
        var heading = reader.ReadLine() ?? "";
        return new(id, heading[(heading.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(), reader.ReadToEnd().Trim().ReplaceLineEndings("\n"));
    }

    /// <summary>Markdown without its marks.</summary>
    internal static string Plain(string markdown) => markdown.Replace("**", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal);
}
