using System.Text.RegularExpressions;

namespace Archway.Cli.Terminal;

/// <summary>What a CI runner, which reads every line that a step writes, takes for a command to itself.</summary>
/// <remarks>
/// GitHub's runner takes a line that begins with <c>::</c> behind any white space, and <c>##[</c> anywhere in a line (Runner.Common/ActionCommand.cs of
/// actions/runner); the agent of Azure Pipelines <c>##vso[</c> anywhere (Microsoft.VisualStudio.Services.Agent/Command.cs of
/// microsoft/azure-pipelines-agent), and TeamCity <c>##teamcity[</c> (<see href="https://www.jetbrains.com/help/teamcity/service-messages.html"/>).
/// </remarks>
internal static partial class RunnerCommands
{
    /// <summary>The text with the first character of each such mark in another spelling, which is that of the format it stands in.</summary>
    /// <remarks>A colon counts behind any space, since a screen begins a line there where it wraps.</remarks>
    internal static string Disarm(string text, Func<char, string> spell) =>
        // Nearly every text has neither, and an expression costs the start of a run.
        text.Contains("::", StringComparison.Ordinal) || text.Contains("##", StringComparison.Ordinal) ? Mark().Replace(text, mark => spell(mark.ValueSpan[0])) : text;

    [GeneratedRegex(@":(?=:)(?<!\S:)|#(?=#[\w.-]*\[)", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}
