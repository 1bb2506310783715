using System.Collections.Immutable;
using System.Globalization;
using Archway.Cli.Terminal;
using Archway.Gpu.Cdi;
using Archway.Judging;

namespace Archway.Cli.Reports.Gpu;

/// <summary>What <c>archway gpu cdi</c> says.</summary>
internal static class CdiReport
{
    internal static Severity Weight(CdiLevel level) => level switch
    {
        CdiLevel.Error => Severity.Blocker,
        CdiLevel.Host => Severity.Warning,
        _ => Severity.Note,
    };

    internal static void Write(ImmutableArray<CdiFile> files, bool isHeld, string format, Surroundings surroundings)
    {
        if (format == "json") CdiJson.Write(files, isHeld, surroundings.Output);
        else WriteTable(files, isHeld, new(surroundings));
    }

    /// <summary>How it stands with a file, in a word.</summary>
    internal static string State(CdiFile file) => file.IsRefused ? "refused" : file.Problems.Any(problem => problem.Level == CdiLevel.Host) ? "stale" : "sound";

    private static void WriteTable(ImmutableArray<CdiFile> files, bool isHeld, Screen screen)
    {
        if (files.IsEmpty) screen.Line(0, "There is no specification in /etc/cdi and /var/run/cdi; sudo nvidia-ctk cdi generate --output=/var/run/cdi/nvidia.yaml makes one.");
        foreach (var file in files)
        {
            if (file != files[0]) screen.Blank();
            var says = file.Spec is { } spec
                ? string.Create(CultureInfo.InvariantCulture, $"  CDI {spec.Version}, {spec.Kind}, {spec.Devices.Length} devices: {string.Join(", ", spec.Devices.Take(8).Select(device => device.Name))}{(spec.Devices.Length > 8 ? ", …" : "")}")
                : "";
            screen.Line(0, new($"{file.Path}: ", Styles.Strong), new Piece(State(file), Style(file)), says);
            foreach (var problem in file.Problems)
                screen.Line(2, new($"{HostWords.Word(Weight(problem.Level)),-8}", StyleOf(problem.Level)),
                    new($"{(problem.At.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"line {problem.At.Line} ") : "")}{problem.At.JsonPointer} ", Styles.Faint), problem.Message);
            if (State(file) == "stale") screen.Line(2, new("fix     ", Styles.Faint), $"sudo nvidia-ctk cdi generate --output={file.Path}");
        }

        if (!isHeld) screen.Line(0, new Piece("Not held against a host: this machine runs no NVIDIA driver; --root names another.", Styles.Faint));
    }

    private static Spectre.Console.Style Style(CdiFile file) => Styles.Of(State(file) switch { "refused" => ImageStatus.Blocked, "stale" => ImageStatus.Unknown, _ => ImageStatus.Ready });

    private static Spectre.Console.Style StyleOf(CdiLevel level) => Styles.Of(level switch { CdiLevel.Error => ImageStatus.Blocked, CdiLevel.Host => ImageStatus.Unknown, _ => ImageStatus.Update });
}
