using static Archway.Testing.Debian.DebianArchitecture;

namespace Archway.Testing.Debian;

/// <summary>Images of Arm64 that a library of x86-64 got into, some of which hide or rightly have it.</summary>
public static class StrayImages
{
    /// <summary>Where the library is.</summary>
    public const string Path = "/opt/app/lib/libz.so.1";

    /// <summary>The line of the history that brought it.</summary>
    public const string CreatedBy = "COPY lib /opt/app/lib # buildkit";

    private const string InLayer = "opt/app/lib/libz.so.1";

    /// <summary>It is there.</summary>
    public static async Task<StoredImage> PlainAsync() => await OverAsync();

    /// <summary>An upper layer deletes it.</summary>
    public static async Task<StoredImage> WhiteoutAsync() =>
        await OverAsync(await Layer.OfAsync("RUN rm /opt/app/lib/libz.so.1 # buildkit", tar => tar.AddWhiteoutAsync(InLayer)));

    /// <summary>An upper layer has a sound one in its place.</summary>
    public static async Task<StoredImage> OverwrittenAsync() =>
        await OverAsync(await Layer.OfFilesAsync("COPY fixed /opt/app/lib # buildkit", (InLayer, await LibraryAsync(Arm64))));

    /// <summary>An upper layer has another folder in place of its own.</summary>
    public static async Task<StoredImage> OpaqueAsync() => await OverAsync(await Layer.OfAsync("RUN rm -r /opt/app/lib && make install # buildkit", async tar =>
    {
        await tar.AddFolderAsync("opt/app/lib");
        // The marker holds for the layers below alone, wherever it stands among the folder's own files.
        await tar.AddFileAsync("opt/app/lib/libz.so", await LibraryAsync(Arm64));
        await tar.AddOpaqueAsync("opt/app/lib");
    }));

    /// <summary>It has two names, of which an upper layer deletes the first.</summary>
    public static async Task<StoredImage> HardLinkedAsync() => (await WithAsync(
        await Layer.OfAsync(CreatedBy, async tar =>
        {
            await tar.AddFileAsync(InLayer, await LibraryAsync(Amd64));
            await tar.AddHardLinkAsync("opt/app/libz.so", InLayer);
        }),
        await Layer.OfAsync("RUN rm /opt/app/lib/libz.so.1 # buildkit", tar => tar.AddWhiteoutAsync(InLayer)))).Build();

    /// <summary>Libraries of both architectures, in folders that say so.</summary>
    public static async Task<StoredImage> MultiNativeAsync() => (await WithAsync(await Layer.OfFilesAsync("COPY node_modules /app/node_modules # buildkit",
        ("app/node_modules/sharp/build/linux-x64/libz.so.1", await LibraryAsync(Amd64)),
        ("app/node_modules/sharp/build/linux-arm64/libz.so.1", await LibraryAsync(Arm64))))).Build();

    /// <summary>A tool of 32-bit Arm among those of 64 bits.</summary>
    public static async Task<StoredImage> Arm32ToolAsync() => (await WithAsync(await Layer.OfFilesAsync("COPY tool /usr/local/bin/ # buildkit",
        ("usr/local/bin/tool", await DebianArchive.ReadFileAsync(
            await DebianPackages.GetOneAsync(Armhf, "busybox-static"), "bin/busybox", CancellationToken.None))))).Build();

    /// <summary>A library written through a link of the base: <c>/lib</c> leads to <c>/usr/lib</c>, and no entry says that it is a folder.</summary>
    public static async Task<StoredImage> ThroughLinkAsync() => (await WithAsync(
        await Layer.OfFilesAsync(CreatedBy, ("lib/libstray.so.1", await LibraryAsync(Amd64))),
        await Layer.OfAsync("RUN rm /usr/lib/libstray.so.1 # buildkit", tar => tar.AddWhiteoutAsync("usr/lib/libstray.so.1")))).Build();

    /// <summary>A wheel of an architecture: packed, or installed, or both.</summary>
    public static async Task<StoredImage> WheelAsync(DebianArchitecture architecture, bool installed, bool packed)
    {
        var wheel = await NativeWheel.OfAsync(architecture);
        List<(string, byte[])> files = [];
        if (installed) files.AddRange(wheel.Files.Select(file => (WheelFolder + file.Path, file.Content)));
        if (packed) files.Add((WheelHouse + wheel.FileName, wheel.Pack()));
        var python = await Software.PythonAsync(Arm64);
        return (python with { Layers = [.. python.Layers, await Layer.OfFilesAsync("RUN pip install markupsafe # buildkit", [.. files])] }).Build();
    }

    /// <summary>Where wheels are installed.</summary>
    public const string WheelFolder = "usr/local/lib/python3.11/site-packages/";

    /// <summary>Where wheels are kept packed.</summary>
    public const string WheelHouse = "wheels/";

    /// <summary>A jar with natives of some architectures, in an image of Arm64.</summary>
    public static async Task<StoredImage> JarAsync(params DebianArchitecture[] natives) => (await Software.JavaAsync(Arm64, natives)).Build();

    private static async Task<StoredImage> OverAsync(params Layer[] above) =>
        (await WithAsync([await Layer.OfFilesAsync(CreatedBy, (InLayer, await LibraryAsync(Amd64))), .. above])).Build();

    private static async Task<ImageRecipe> WithAsync(params Layer[] above)
    {
        var nginx = await Software.NginxAsync(Arm64);
        return nginx with { Layers = [.. nginx.Layers, .. above] };
    }

    private static async Task<byte[]> LibraryAsync(DebianArchitecture architecture) => await DebianArchive.ReadFileAsync(
        (await DebianPackages.GetAsync(architecture, "zlib1g")).Single(deb => System.IO.Path.GetFileName(deb).StartsWith("zlib1g_", StringComparison.Ordinal)),
        "/libz.so.1.2.13", CancellationToken.None);
}
