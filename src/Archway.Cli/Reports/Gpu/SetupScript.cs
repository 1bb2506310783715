using System.Globalization;
using System.Text;
using Archway.Gpu.Checks;
using Archway.Gpu.Setup;

namespace Archway.Cli.Reports.Gpu;

/// <summary>A plan as a script for any POSIX shell.</summary>
internal static class SetupScript
{
    internal static string Of(SetupPlan plan)
    {
        StringBuilder script = new();
        script.Append("#!/bin/sh\n").Append(Comment(SetupReport.Title(plan))).Append("# Read it before you run it; it stops at the first step that fails.\n");
        foreach (var answer in plan.Answers) script.Append("#\n").Append(Comment(answer));
        if (plan.IsStopped) return script.Append("exit 2\n").ToString();
        script.Append("set -eu\n");
        for (var i = 0; i < plan.Steps.Length; i++)
        {
            var step = plan.Steps[i];
            script.Append('\n').Append(Comment(string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {step.Title}{(step.Risk == RemedyRisk.None ? "" : $" [{HostWords.Risk(step.Risk)}]")}")));
            if (step.Why is { } why) script.Append(Comment(why));
            if (step.Undo is { } undo) script.Append(Comment($"Undo: {undo}"));
            script.Append(step.Run).Append('\n');
        }

        return script.ToString();
    }

    private static string Comment(string text) => $"# {text.ReplaceLineEndings(" ")}\n";
}
