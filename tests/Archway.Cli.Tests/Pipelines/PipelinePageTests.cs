using System.Text.RegularExpressions;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Pipelines;

/// <summary>What docs/pipelines.md shows works as it is written.</summary>
public sealed partial class PipelinePageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs/pipelines.md"));

    public static TheoryData<string> Commands => [.. CommandLines().Matches(Page).Select(match => match.Value).Distinct()];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_of_the_page_does_its_job(string line)
    {
        using TempFolder folder = new TempFolder().With(".github/workflows/release.yml", Workflows.Metadata);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync(line.Split(' ')[1..]);

        Assert.True(ran.ExitCode == 0, ran.Error);
    }

    [Fact]
    public void Every_service_is_shown_and_every_link_leads_somewhere()
    {
        foreach (var service in Written.Services) Assert.Contains($"archway pipeline {service} ", Page, StringComparison.Ordinal);
        Assert.All(Links().Matches(Page).Select(match => match.Groups[1].Value), link => Assert.True(File.Exists(Path.Combine(Repository.Root, "docs", link)), link));
    }

    [GeneratedRegex(@"^archway pipeline .+$", RegexOptions.Multiline)]
    private static partial Regex CommandLines();

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Links();
}
