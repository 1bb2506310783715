using System.Globalization;
using Archway.Cli.Terminal;
using Archway.Gpu.Setup;

namespace Archway.Cli.Reports.Gpu;

/// <summary>What <c>archway gpu setup</c> says.</summary>
internal static class SetupReport
{
    internal static void Write(SetupPlan plan, ConfigEdits? edits, string format, Surroundings surroundings)
    {
        switch (format)
        {
            case "sh":
                surroundings.Output.Write(SetupScript.Of(plan));
                break;
            case "markdown":
                SetupMarkdown.Write(plan, surroundings.Output);
                break;
            case "json":
                SetupJson.Write(plan, surroundings.Output);
                break;
            default:
                WriteTable(plan, new(surroundings));
                if (edits is not null) WriteEdits(edits, surroundings);
                break;
        }
    }

    /// <summary>What it is about, in one line.</summary>
    internal static string Title(SetupPlan plan) => $"GPU containers with {plan.EngineName} on {plan.DistributionName} ({plan.Architecture}), as of {plan.AsOf}";

    /// <summary>What makes an engine read its configuration anew; null where nothing need.</summary>
    internal static string? Restart(string engine) => engine switch
    {
        "docker" => "sudo systemctl restart docker, which stops its containers unless daemon.json says live-restore",
        "docker-rootless" => "systemctl --user restart docker, which stops its containers",
        "containerd" => "sudo systemctl restart containerd",
        "crio" => "sudo systemctl restart crio",
        _ => null,
    };

    internal static void WriteDiff(string diff, Surroundings surroundings) => surroundings.Output.Write(surroundings.OutputWidth is null ? diff
        : string.Concat(diff.TrimEnd('\n').Split('\n').Select(line => string.Join('\t', line.TrimEnd('\r').Split('\t').Select(SafeText.WriteOut)) + "\n")));

    private static void WriteTable(SetupPlan plan, Screen screen)
    {
        screen.Line(0, new Piece(Title(plan), Styles.Strong));
        foreach (var answer in plan.Answers)
        {
            screen.Blank();
            screen.Line(0, answer);
        }

        for (var i = 0; i < plan.Steps.Length; i++) Write(plan.Steps[i], i + 1, screen);
        if (plan.Replaced.IsEmpty) return;
        screen.Blank();
        screen.Line(0, new Piece("What older instructions say, and what stands for it", Styles.Strong));
        foreach (var one in plan.Replaced)
        {
            screen.Line(2, new("was  ", Styles.Faint), one.Was);
            screen.Line(2, new("is   ", Styles.Faint), one.Is);
            screen.Line(2, new("why  ", Styles.Faint), one.Why);
            if (one != plan.Replaced[^1]) screen.Blank();
        }
    }

    private static void Write(SetupStep step, int number, Screen screen)
    {
        screen.Blank();
        screen.Line(0, new(string.Create(CultureInfo.InvariantCulture, $"{number}. "), Styles.Strong), step.Title, new(HostWords.Risk(step.Risk) is { } risk ? $"  [{risk}]" : "", Styles.Faint));
        if (step.Why is { } why) screen.Line(3, new Piece(why, Styles.Faint));
        foreach (var line in step.Run.Split('\n')) screen.Line(5, line);
        if (step.Undo is { } undo) screen.Line(3, new("undo: ", Styles.Faint), undo);
    }

    private static void WriteEdits(ConfigEdits edits, Surroundings surroundings)
    {
        Screen screen = new(surroundings);
        screen.Blank();
        if (edits.Problem is { } problem) screen.Line(0, new("--write would not change anything: ", Styles.Strong), problem);
        else if (!edits.Files.Any(file => file.IsChange)) screen.Line(0, "--write would change nothing here.");
        else screen.Line(0, new Piece("What --write would change here:", Styles.Strong));
        foreach (var note in edits.Notes) screen.Line(0, note);
        foreach (var file in edits.Files.Where(file => file.IsChange)) WriteDiff(ConfigDiff.Of(file.Path, file.Before, file.After), surroundings);
    }
}
