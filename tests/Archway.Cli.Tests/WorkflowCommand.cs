using Xunit;

namespace Archway.Cli.Tests;

/// <summary>A line of a step's output as GitHub's runner reads it: a command, or text for the log.</summary>
/// <remarks>
/// Written from what https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands says and the runner does, and stricter: a
/// property that it would pass by, or a mark that it would not decode, fails the test.
/// </remarks>
internal sealed record WorkflowCommand(string Name, IReadOnlyDictionary<string, string> Properties, string Message)
{
    /// <summary>The command of a line; null for text, which must hold nothing that the runner takes for a command of either form.</summary>
    internal static WorkflowCommand? Read(string line)
    {
        Assert.DoesNotContain(line, char.IsControl);
        if (!line.TrimStart().StartsWith("::", StringComparison.Ordinal))
        {
            Assert.DoesNotContain("##[", line, StringComparison.Ordinal);
            return null;
        }

        Assert.StartsWith("::", line, StringComparison.Ordinal);
        var end = line.IndexOf("::", 2, StringComparison.Ordinal);
        Assert.True(end > 2, line);
        var info = line[2..end].Split(' ', 2);
        Assert.Contains(info[0], new[] { "error", "warning", "notice", "group", "endgroup" });
        Dictionary<string, string> properties = new(StringComparer.OrdinalIgnoreCase);
        foreach (var property in info.Length == 1 ? [] : info[1].Split(','))
        {
            var pair = property.Split('=', 2);
            Assert.True(pair.Length == 2 && pair[1].Length > 0, line);
            properties.Add(pair[0], Decoded(pair[1], isProperty: true));
        }

        return new(info[0], properties, Decoded(line[(end + 2)..], isProperty: false));
    }

    private static string Decoded(string text, bool isProperty)
    {
        for (var at = text.IndexOf('%', StringComparison.Ordinal); at >= 0; at = text.IndexOf('%', at + 1))
            Assert.Contains(text.Substring(at, 3), isProperty ? ["%25", "%0D", "%0A", "%3A", "%2C"] : new[] { "%25", "%0D", "%0A" });
        text = text.Replace("%0D", "\r", StringComparison.Ordinal).Replace("%0A", "\n", StringComparison.Ordinal);
        if (isProperty) text = text.Replace("%3A", ":", StringComparison.Ordinal).Replace("%2C", ",", StringComparison.Ordinal);
        return text.Replace("%25", "%", StringComparison.Ordinal);
    }
}
