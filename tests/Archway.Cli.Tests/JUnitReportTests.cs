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

    [Fact]
    public async Task An_image_that_is_let_be_wherever_it_is_used_is_skipped()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Put("old", "1", Images.Index("linux/amd64"));
        var old = $"{registry.Host}/old:1";
        using TempFolder folder = new TempFolder().With("here.Dockerfile", $"# archway: ignore D108 it goes away in May\nFROM {old}\n").With("there.Dockerfile", $"FROM {old}\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var one = XDocument.Parse((await archway.RunAsync("scan", ".", "--format", "junit")).Output);
        folder.With("there.Dockerfile", $"# archway: ignore D108 it goes away in May\nFROM {old}\n");
        var both = XDocument.Parse((await archway.RunAsync("scan", ".", "--format", "junit")).Output);

        Assert.Equal(("1", "0"), (one.Descendants("testsuite").Single().Attribute("failures")!.Value, both.Descendants("testsuite").Single().Attribute("failures")!.Value));
        Assert.Equal("blocked, let be: it goes away in May", Assert.Single(both.Descendants("skipped")).Attribute("message")!.Value);
    }

    private static XElement CaseOf(Ran ran, string rule) =>
        Assert.Single(XDocument.Parse(ran.Output).Descendants("testcase"), one => one.Attribute("classname")!.Value == rule);
}
