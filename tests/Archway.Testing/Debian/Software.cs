using System.Text;

namespace Archway.Testing.Debian;

/// <summary>Software of Debian's packages, as images of it are usually made.</summary>
public static class Software
{
    /// <summary>One program that needs no library.</summary>
    public static async Task<ImageRecipe> BusyboxAsync(DebianArchitecture architecture) => new()
    {
        Platform = architecture.Platform,
        Layers = [await DebianLayers.StaticAsync(architecture, "busybox-static")],
        Entrypoint = ["/bin/busybox"],
        Command = ["sh"],
    };

    /// <summary>A program started by a script that is found through <c>PATH</c>.</summary>
    public static async Task<ImageRecipe> RedisAsync(DebianArchitecture architecture) => new()
    {
        Platform = architecture.Platform,
        Layers = [.. await OverBaseAsync(architecture, LayerPacking.Gzip, "redis-server"), await StartScriptAsync("usr/local/bin/docker-entrypoint.sh")],
        Entrypoint = ["docker-entrypoint.sh"],
        Command = ["redis-server"],
    };

    /// <summary>A program that reads its modules from a folder.</summary>
    public static async Task<ImageRecipe> NginxAsync(DebianArchitecture architecture) => new()
    {
        Platform = architecture.Platform,
        Layers = [.. await OverBaseAsync(architecture, LayerPacking.Gzip, "nginx-light"), await StartScriptAsync("docker-entrypoint.sh")],
        Entrypoint = ["/docker-entrypoint.sh"],
        Command = ["nginx", "-g", "daemon off;"],
    };

    /// <summary>A script of an interpreter.</summary>
    public static async Task<ImageRecipe> PythonAsync(DebianArchitecture architecture, LayerPacking packing = LayerPacking.Gzip) => new()
    {
        Platform = architecture.Platform,
        Layers =
        [
            .. await OverBaseAsync(architecture, packing, "python3"),
            await Layer.OfFilesAsync("COPY main.py /app/main.py # buildkit", ("app/main.py", "#!/usr/bin/env python3\nprint('hello')\n"u8.ToArray())),
        ],
        Command = ["/app/main.py"],
    };

    /// <summary>A virtual machine and a jar that it runs.</summary>
    public static async Task<ImageRecipe> JavaAsync(DebianArchitecture architecture, params DebianArchitecture[] natives) => new()
    {
        Platform = architecture.Platform,
        Layers =
        [
            .. await OverBaseAsync(architecture, LayerPacking.Zstd, "openjdk-17-jre-headless"),
            await Layer.OfFilesAsync("COPY target/jna.jar /app/lib/ # buildkit", ("app/lib/jna.jar", await NativeJar.OfAsync(natives))),
        ],
        Entrypoint = ["java", "-jar", "/app/lib/jna.jar"],
        Path = $"/usr/lib/jvm/java-17-openjdk-{architecture.Name}/bin:/usr/bin:/bin",
    };

    /// <summary>Much software: a database with all of LLVM, close to half a gigabyte.</summary>
    public static async Task<ImageRecipe> PostgresAsync(DebianArchitecture architecture) => new()
    {
        Platform = architecture.Platform,
        Layers =
        [
            await DebianLayers.WholeBaseAsync(architecture), await DebianLayers.OverWholeBaseAsync(architecture, "postgresql-15"),
            await StartScriptAsync("usr/local/bin/docker-entrypoint.sh"),
        ],
        Entrypoint = ["docker-entrypoint.sh"],
        Command = ["postgres"],
        Path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/postgresql/15/bin",
    };

    private static async Task<Layer[]> OverBaseAsync(DebianArchitecture architecture, LayerPacking packing, string package) =>
        [await DebianLayers.BaseAsync(architecture, packing), await DebianLayers.OverBaseAsync(architecture, packing, package)];

    private static Task<Layer> StartScriptAsync(string path) => Layer.OfFilesAsync($"COPY {Path.GetFileName(path)} /{Path.GetDirectoryName(path)} # buildkit",
        (path, Encoding.UTF8.GetBytes("#!/bin/sh\nset -e\nexec \"$@\"\n")));
}
