namespace Archway.Cli.Reports;

/// <summary>The page of a rule, as it stands under docs/rules.</summary>
/// <param name="Id">The rule's id.</param>
/// <param name="Title">What it is about, from the page's heading.</param>
/// <param name="Text">The page below its heading, in Markdown.</param>
internal sealed record RulePage(string Id, string Title, string Text)
{
    /// <summary>The page of that id; null when there is none.</summary>
    internal static RulePage? Find(string id)
    {
        using var stream = typeof(RulePage).Assembly.GetManifestResourceStream($"rules/{id}");
        if (stream is null) return null;
        using StreamReader reader = new(stream);
        var heading = reader.ReadLine() ?? "";
        return new(id, heading[(heading.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(), reader.ReadToEnd().Trim());
    }
}
