using System.Xml.Linq;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>What a CI service counts in the JUnit report: as much as the exit code does.</summary>
public sealed class JUnitReportTests
{
    [Fact]
    public async Task An_image_with_a_near_tag_fails_as_it_stands()
    {
        var suite = XDocument.Parse(await SavedScan.ConvertAsync(SavedScan.Large(40), "junit")).Root!.Element("testsuite")!;

        // Broken, blocked, missing, suspect and update are 5 of 40 each.
        Assert.Equal("25", suite.Attribute("failures")!.Value);
        Assert.Equal(5, suite.Elements("testcase").Count(one => one.Element("failure")?.Attribute("type")?.Value == "update"));
    }

    [Fact]
    public async Task A_blocker_in_the_sources_fails_and_a_lesser_finding_does_not()
    {
        using TempFolder folder = new TempFolder().With("Dockerfile", "FROM --platform=linux/amd64 node:22\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("scan", ".", "--offline", "--format", "junit", "--fail-on", "blocker");
        var lesser = await archway.RunAsync("scan", ".", "--offline", "--format", "junit", "--fail-on", "blocker", "--rules", "D101=warning");

        Assert.Equal((1, 0), (ran.ExitCode, lesser.ExitCode));
        var (failing, passing) = (CaseOf(ran, "D101"), CaseOf(lesser, "D101"));
        Assert.Equal(("Dockerfile:1:6", "blocker"), (failing.Attribute("name")!.Value, failing.Element("failure")!.Attribute("type")!.Value));
        Assert.Equal("1", failing.Parent!.Attribute("failures")!.Value);
        Assert.Null(passing.Element("failure"));
        Assert.StartsWith("warning: ", passing.Element("system-out")!.Value, StringComparison.Ordinal);
        Assert.Equal("0", passing.Parent!.Attribute("failures")!.Value);
    }

    private static XElement CaseOf(Ran ran, string rule) =>
        Assert.Single(XDocument.Parse(ran.Output).Descendants("testcase"), one => one.Attribute("classname")!.Value == rule);
}
