using System.Diagnostics;
using Archway.Fuzz;
using Xunit;

namespace Archway.Core.Tests.Fuzz;

/// <summary>Every input by which fuzzing, or somebody, once broke a reader.</summary>
public sealed class FuzzCaseTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Cases =>
        Targets.All.SelectMany(target => CaseFiles.Of(target).Select(file => new TheoryDataRow<string, string>(target.Name, Path.GetFileName(file))));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_input_that_broke_a_law_breaks_none(string name, string file)
    {
        var target = Targets.All.Single(one => one.Name == name);
        var input = await File.ReadAllBytesAsync(CaseFiles.Of(target).Single(path => Path.GetFileName(path) == file), TestContext.Current.CancellationToken);
        var clock = Stopwatch.StartNew();

        await target.ReadAsync(input);

        // Other tests run beside this one: the bound is for what would take hours.
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), $"it took {clock.Elapsed}");
    }

    [Fact]
    public async Task Every_target_reads_what_it_begins_with()
    {
        foreach (var target in Targets.All)
        {
            var seeds = SeedFiles.Of(target).ToList();
            Assert.NotEmpty(seeds);
            foreach (var seed in seeds) await target.ReadAsync(seed);
        }
    }
}
