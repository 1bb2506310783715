using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Aws;

/// <summary>Two thousand services and two thousand repositories, read by the program as a process of its own.</summary>
public sealed class LargeEcsTests
{
    private const int Services = 2_000;
    // Of which the runtime takes some 70 itself.
    private const int MostMegabytes = 250;

    [Fact]
    public async Task Two_thousand_services_are_read_in_bounded_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells how much memory a process has held");
        await using var scene = await AwsScene.StartAsync();
        // AWS tells the last hundred events of a service.
        var events = string.Join(',', Enumerable.Range(0, 100).Select(i => $$"""{"id": "{{i}}", "createdAt": 1.7E9, "message": "(service web) has reached a steady state."}"""));
        for (var i = 0; i < Services; i++) scene.Put($"s{i:0000}", $"acme/app-{i % 400}:1", more: $$"""{"launchType": "{{(i % 2 == 0 ? "FARGATE" : "EC2")}}", "events": [{{events}}]}""");
        for (var i = 0; i < 500; i++) scene.Ecs.PutInstance("prod", $"i-{i:0000}", i % 2 == 0 ? "x86_64" : "arm64");

        var (report, peak) = await ScanAsync(scene);

        Assert.Equal(Services, report.GetProperty("looked").GetProperty("ecsServices").GetInt32());
        Assert.Equal(400, report.GetProperty("looked").GetProperty("images").GetInt32());
        Assert.Equal(Services, scene.Aws.Log.Count(asked => asked.Action == "ecs:DescribeTaskDefinition"));
        Assert.Equal(Services / 10, scene.Aws.Log.Count(asked => asked.Action == "ecs:DescribeServices"));
        Assert.InRange(peak, 1, MostMegabytes * 1024);
        TestContext.Current.SendDiagnosticMessage($"the peak was {peak / 1024} MiB");
    }

    private static async Task<(JsonElement Report, long PeakKilobytes)> ScanAsync(AwsScene scene)
    {
        using TempFolder home = new();
        ProcessStartInfo start = new("dotnet", [typeof(CommandLine).Assembly.Location, "scan", "ecs:", "--offline", "--no-cache", "--quiet", "--format", "json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in (string[])["AWS_ENDPOINT_URL", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) start.Environment[name] = scene.Archway.Variable(name);
        start.Environment["HOME"] = home.Path;
        using var archway = Process.Start(start)!;
        var (output, error) = (archway.StandardOutput.ReadToEndAsync(), archway.StandardError.ReadToEndAsync());
        var peak = 0L;
        // The kernel keeps the highest mark, so the last look before the end is enough.
        while (!archway.HasExited)
        {
            peak = Math.Max(peak, PeakOf(archway.Id));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.Equal("", await error);
        return (JsonDocument.Parse(await output).RootElement, peak);
    }

    private static long PeakOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
