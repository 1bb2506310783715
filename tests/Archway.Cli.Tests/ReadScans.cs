using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>The scans whose reports are read by programs that no one here wrote.</summary>
internal static class ReadScans
{
    // A file of hostile names: what each format would take for its own syntax, in the image, the path and the workload.
    private const string Hostile = """
        kind: Pod
        apiVersion: v1
        metadata: {name: "=cmd|' /C calc'!A0"}
        spec:
          containers:
            - name: "a,\"b\"\n::error::gotcha %0A @everyone <script>alert(1)</script> `x` | [l](http://e)"
              image: "-oh\u001b[31m|`<b>&%,::no:1"
            - name: sound
              image: traefik:v2.11.8

        """;

    /// <summary>What the scans go by.</summary>
    public static TheoryData<string> Names => ["hostile words", "a hostile file", "large", "empty", "the shop"];

    /// <summary>The report of a scan in a format.</summary>
    internal static async Task<string> ReportAsync(string scan, string format)
    {
        if (scan is "hostile words") return await SavedScan.ConvertAsync(SavedScan.Hostile(), format);
        if (scan is "large") return await SavedScan.ConvertAsync(SavedScan.Large(1000), format);
        if (scan is "empty") return await SavedScan.ConvertAsync(SavedScan.Empty(), format);
        using TempFolder folder = new TempFolder().With("=1+1, 'x' %25.yaml", Hostile);
        using ArchwayProgram archway = new() { WorkingFolder = scan is "the shop" ? Path.Combine(Repository.Root, "examples/shop") : folder.Path };
        return (await archway.RunAsync("scan", "--offline", "--format", format)).Output;
    }
}
