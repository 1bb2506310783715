using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary><c>archway catalog</c>.</summary>
public sealed class CatalogTests
{
    [Fact]
    public async Task An_entry_is_shown_whole_with_its_evidence()
    {
        using ArchwayProgram archway = new();

        Golden.Equal("Catalog.show_istio", (await archway.RunAsync("catalog", "show", "istio")).ToString());
    }

    [Fact]
    public async Task An_id_that_is_not_there_answers_2_and_names_what_is_near()
    {
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("catalog", "show", "dynatrac");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("did you mean dynatrace?", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_finds_by_any_of_its_words_places()
    {
        using ArchwayProgram archway = new();

        Assert.Contains("metrics-server", (await archway.RunAsync("catalog", "search", "k8s.gcr.io", "metrics-server-amd64")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_as_JSON_has_its_images_and_evidence()
    {
        using ArchwayProgram archway = new();

        var entry = (await archway.RunAsync("catalog", "show", "istio", "--format", "json")).Json();

        Assert.Equal("1.15.0", entry.GetProperty("images")[0].GetProperty("gate").GetProperty("since").GetString());
        Assert.NotEqual(0, entry.GetProperty("evidence").GetArrayLength());
    }
}
