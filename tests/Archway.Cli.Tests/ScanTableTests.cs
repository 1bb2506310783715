using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>The table that a person reads, on terminals and pipes.</summary>
public sealed class ScanTableTests
{
    private const string Shop = "examples/shop";

    [Fact]
    public async Task The_example_fleet_reads_as_it_is_on_a_pipe()
    {
        using ArchwayProgram archway = new() { WorkingFolder = Repository.Root };

        var ran = await archway.RunAsync("scan", Shop, "--offline");

        Golden.Equal("Scan.The_example_fleet", ran.ToString());
    }

    [Fact]
    public async Task A_path_longer_than_a_narrow_terminal_has_a_line_of_its_own_and_no_blank_one_above()
    {
        using TempFolder folder = new TempFolder().With("a/folder/whose/path/is/longer/than/the/line/Dockerfile", "FROM example.com/shop/cart:1.8\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path, Width = 40 };
        archway.With("NO_COLOR", "1");

        var ran = await archway.RunAsync("scan", "--offline");

        Assert.Contains("      example.com/shop/cart:1.8\n        a/folder/whose/path/is/longer/than/the/line/Dockerfile:1\n", ran.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_example_fleet_reads_as_it_is_on_a_terminal_of_80_columns()
    {
        using ArchwayProgram archway = new() { WorkingFolder = Repository.Root, Width = 80 };
        archway.With("NO_COLOR", "1");

        var ran = await archway.RunAsync("scan", Shop, "--offline");

        Golden.Equal("Scan.The_example_fleet_80", ran.ToString());
        Assert.DoesNotContain(ran.Output.Split('\n'), line => line.Length > 80 && line.Trim().Contains(' ', StringComparison.Ordinal));
    }

    [Fact]
    public async Task On_a_terminal_the_statuses_are_coloured_and_NO_COLOR_takes_that_away()
    {
        using ArchwayProgram coloured = new() { WorkingFolder = Repository.Root, Width = 80 };
        using ArchwayProgram plain = new() { WorkingFolder = Repository.Root, Width = 80 };
        plain.With("NO_COLOR", "1");

        Assert.Contains("\u001b[", (await coloured.RunAsync("scan", Shop, "--offline")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", (await plain.RunAsync("scan", Shop, "--offline")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_would_write_to_the_terminal_is_written_out()
    {
        using TempFolder folder = new TempFolder().With("Dockerfile", "FROM ev\u001b[2Jil\u202e:1\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path, Width = 80 };
        archway.With("NO_COLOR", "1");

        var ran = await archway.RunAsync("scan", ".", "--offline");

        Assert.DoesNotContain("\u001b", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202e", ran.Output, StringComparison.Ordinal);
        Assert.Contains("\\x1b[2Jil\\u202e", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u200b", "\\u200b")]
    [InlineData("\ufeff", "\\ufeff")]
    [InlineData("\ue000", "\\ue000")]
    [InlineData("\U000e0041", "\\U000e0041")]
    public async Task A_character_that_is_not_seen_is_written_out(string unseen, string written)
    {
        using ArchwayProgram archway = new() { Input = $"ngi{unseen}nx:1\n" };

        var ran = await archway.RunAsync("scan", "-", "--offline");

        Assert.DoesNotContain(unseen, ran.Output, StringComparison.Ordinal);
        Assert.Contains($"ngi{written}nx:1", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_cuts_what_is_longer_than_a_reference_and_shows_that_nothing_is_written()
    {
        var endless = "${" + new string('A', 90_000);
        using TempFolder folder = new TempFolder().With("compose.yaml", $"services:\n  a:\n    image: \"{endless}\"\n  b:\n    image: \"\"\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var table = await archway.RunAsync("scan", "--offline");
        var report = (await archway.RunAsync("scan", "--offline", "--format", "json")).Json();

        Assert.InRange(table.Output.Length, 0, 5000);
        Assert.Contains("AAA…\n", table.Output, StringComparison.Ordinal);
        Assert.Contains("\n  ''\n", table.Output, StringComparison.Ordinal);
        Assert.Equal([endless, ""], report.GetProperty("occurrences").EnumerateArray().Select(place => place.GetProperty("written").GetString()));
    }
}
