using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries.Specification;

/// <summary>The test registry against a table drawn from the specification, and the table against a registry that others wrote.</summary>
public class SpecificationTests(SpecificationTests.Servers servers) : IClassFixture<SpecificationTests.Servers>
{
    private static readonly List<SpecificationCase> Cases =
    [
        .. PullCases.All, .. UploadCases.All, .. ChunkCases.All, .. MountCases.All,
        .. ManifestCases.All, .. TagCases.All, .. ReferrerCases.All, .. DeleteCases.All,
    ];

    public static TheoryData<string> Names => [.. Cases.Select(one => one.Name)];

    public static TheoryData<string> NamesForDistribution => [.. Cases.Where(one => one.Options is null).Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_test_registry_follows_the_specification(string name)
    {
        var number = Cases.FindIndex(one => one.Name == name);
        if (Cases[number].Options is not { } options)
        {
            await Cases[number].RunAsync(servers.Test.Host, number);
            return;
        }

        await using var registry = await TestRegistry.StartAsync(options);
        await Cases[number].RunAsync(registry.Host, number);
    }

    [Theory]
    [MemberData(nameof(NamesForDistribution))]
    public async Task The_table_holds_for_distribution_but_where_it_is_known_to_differ(string name)
    {
        DebianRegistry.SkipUnlessInstalled();
        var number = Cases.FindIndex(one => one.Name == name);
        var run = Cases[number].RunAsync(servers.Distribution!.Host, number);
        if (Cases[number].Distribution is null) await run;
        else await Assert.ThrowsAsync<InvalidOperationException>(() => run);
    }

    [Fact]
    public void Each_case_has_a_name_of_its_own() => Assert.Equal(Cases.Count, Cases.Select(one => one.Name).Distinct().Count());

    /// <summary>The two registries that most cases ask, each in repositories of its own.</summary>
    public sealed class Servers : IAsyncLifetime
    {
        internal TestRegistry Test { get; private set; } = null!;

        internal DebianRegistry? Distribution { get; private set; }

        /// <inheritdoc/>
        public async ValueTask InitializeAsync()
        {
            Test = await TestRegistry.StartAsync();
            if (DebianRegistry.IsInstalled) Distribution = await DebianRegistry.StartAsync(TestContext.Current.CancellationToken);
        }

        /// <inheritdoc/>
        public async ValueTask DisposeAsync()
        {
            await Test.DisposeAsync();
            if (Distribution is not null) await Distribution.DisposeAsync();
        }
    }
}
