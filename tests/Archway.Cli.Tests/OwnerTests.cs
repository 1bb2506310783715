using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>Owners from CODEOWNERS in every report, and <c>archway scan --owner</c>.</summary>
public sealed class OwnerTests : IDisposable
{
    private readonly TempFolder _folder = new TempFolder()
        .With(".github/CODEOWNERS", "/payments/ @team/payments @lead\n/shop/ @team/shop\n")
        .With("payments/Dockerfile", "FROM istio/pilot:1.14.6\n").With("shop/Dockerfile", "FROM istio/proxyv2:1.14.6\n")
            .With("nobody/Dockerfile", "FROM nginx:1.27\n");

    [Fact]
    public async Task Each_place_has_its_owners_in_the_JSON_report_and_nobody_is_left_out()
    {
        var ran = await ScanAsync("--format", "json");

        Assert.Equal([("nobody/Dockerfile", ""), ("payments/Dockerfile", "@team/payments @lead"), ("shop/Dockerfile", "@team/shop")],
            ran.Json().GetProperty("occurrences").EnumerateArray().Select(place => (place.GetProperty("file").GetString()!,
                place.TryGetProperty("owners", out var owners) ? string.Join(' ', owners.EnumerateArray().Select(owner => owner.GetString())) : "")));
        _folder.With("scan.json", ran.Output);
        Schema.Validate(Path.Combine(Repository.Root, "docs/scan.schema.json"), Path.Combine(_folder.Path, "scan.json"));
    }

    [Fact]
    public async Task Tables_of_every_kind_show_them()
    {
        Assert.Contains("      payments/Dockerfile:1  stage 0  @team/payments @lead\n", (await ScanAsync()).Output, StringComparison.Ordinal);
        Assert.Contains(",@team/payments @lead,,\r\n", (await ScanAsync("--format", "csv")).Output.Replace(",'@", ",@", StringComparison.Ordinal),
            StringComparison.Ordinal);
        var markdown = (await ScanAsync("--format", "markdown")).Output;
        Assert.Contains("| Image | Why | Where | Owners |", markdown, StringComparison.Ordinal);
        Assert.Contains("| `payments/Dockerfile:1` | `@team/payments` `@lead` |", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_owners_no_column_is_there_for_them()
    {
        File.Delete(Path.Combine(_folder.Path, ".github/CODEOWNERS"));

        Assert.DoesNotContain("Owners", (await ScanAsync("--format", "markdown")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("owners", (await ScanAsync("--format", "json")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_owner_sees_their_own_files_alone()
    {
        var ran = await ScanAsync("--owner", "@Team/Shop", "--format", "json");

        Assert.Equal("shop/Dockerfile", Assert.Single(ran.Json().GetProperty("occurrences").EnumerateArray()).GetProperty("file").GetString());
        Assert.Equal("docker.io/istio/proxyv2:1.14.6", Assert.Single(ran.Json().GetProperty("images").EnumerateArray()).GetProperty("image").GetString());
        Assert.Equal("shop/Dockerfile", Assert.Single(ran.Json().GetProperty("findings").EnumerateArray()).GetProperty("file").GetString());
    }

    [Fact]
    public async Task An_owner_whom_nobody_names_is_told_rather_than_taken_for_one_without_images()
    {
        var ran = await ScanAsync("--owner", "@team/shops");

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.Contains("no CODEOWNERS file of the scanned repositories names '@team/shops'", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_saved_before_there_were_owners_converts_still()
    {
        var saved = (await ScanAsync("--format", "json")).Output;
        _folder.With("old.json", System.Text.RegularExpressions.Regex.Replace(saved, ",\\s*\"owners\": \\[[^]]*\\]", ""));
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("convert", Path.Combine(_folder.Path, "old.json"), "--format", "csv");

        Assert.Equal(0, ran.ExitCode);
        Assert.Contains("payments/Dockerfile,1,6,istio/pilot:1.14.6", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("@team", ran.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<Ran> ScanAsync(params string[] more)
    {
        using ArchwayProgram archway = new();
        return await archway.RunAsync(["scan", _folder.Path, "--offline", .. more]);
    }
}
