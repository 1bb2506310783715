using Archway.Cli.Tests.Verifying;
using Archway.Testing;
using Archway.Testing.Debian;
using Xunit;

[assembly: AssemblyFixture(typeof(RealImageRegistry))]

namespace Archway.Cli.Tests.Verifying;

/// <summary>One real registry for all tests of real images, started by the first that asks: layers that several have are pushed once.</summary>
public sealed class RealImageRegistry : IAsyncDisposable
{
    private readonly Lazy<Task<DebianRegistry>> _registry = new(() => DebianRegistry.StartAsync(CancellationToken.None));

    /// <summary>Makes an image; where Debian's packages are not to be had the test is skipped.</summary>
    internal static async Task<StoredImage> MakeAsync(Func<Task<StoredImage>> make)
    {
        Assert.SkipUnless(UnpackedTree.CanBeMade, "one of tar, gzip, zstd, file and readelf is not installed; as root on Debian: apt-get install zstd file binutils");
        try
        {
            return await make();
        }
        catch (DebianUnavailableException unavailable)
        {
            Assert.Skip(unavailable.Message);
            throw;
        }
    }

    /// <summary>Makes an image and stores it.</summary>
    internal async Task<(StoredImage Image, string Reference)> PushAsync(string repository, string tag, Func<Task<StoredImage>> make)
    {
        DebianRegistry.SkipUnlessInstalled();
        var image = await MakeAsync(make);
        var registry = await _registry.Value;
        return (image, await registry.PushAsync(repository, tag, image, TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        if (_registry.IsValueCreated) await (await _registry.Value).DisposeAsync();
    }
}
