using System.Diagnostics;
using Archway.Testing;

namespace Archway.Bench;

/// <summary>What the published program takes to start, against an empty program published the same way.</summary>
internal static class StartUp
{
    // A single start is too short to be told from the machine's noise.
    private const int StartsPerRound = 10;

    internal static async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        if (!Published.AreHere) return [Row.NotHere("start", "the published programs")];
        using Scratch scratch = new();
        await using var registry = await TestRegistry.StartAsync();
        var reference = registry.Put("team/app", "1", Images.Index("linux/amd64", "linux/arm64"));
        var manifest = scratch.With("pod.yaml", $"""
            apiVersion: v1
            kind: Pod
            metadata:
              name: app
            spec:
              containers:
                - name: app
                  image: {reference}
            """);
        var times = Paired.Medians(
            () => Repeat(() => new(Published.Empty)),
            () => Repeat(() => Published.Start(scratch.Path, "--version")),
            () => Repeat(() => Published.Start(scratch.Fresh(), "scan", manifest)));
        var each = times.Select(time => time / StartsPerRound).ToArray();
        return
        [
            Row.AtMost(2, "--version", each[1], "an empty program", each[0]),
            Row.AtMost(6.5, "scan of one manifest file", each[2], "an empty program", each[0]),
        ];
    }

    private static void Repeat(Func<ProcessStartInfo> start)
    {
        for (var i = 0; i < StartsPerRound; i++) ProgramRun.Of(start());
    }
}
