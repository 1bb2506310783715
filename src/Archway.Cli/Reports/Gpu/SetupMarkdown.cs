using Archway.Gpu.Setup;

namespace Archway.Cli.Reports.Gpu;

/// <summary>A plan for a ticket or a wiki.</summary>
internal static class SetupMarkdown
{
    internal static void Write(SetupPlan plan, TextWriter output)
    {
        output.WriteLine($"# {MarkdownText.Plain(SetupReport.Title(plan))}");
        foreach (var answer in plan.Answers) output.WriteLine($"\n> {MarkdownText.Plain(answer)}");
        for (var i = 0; i < plan.Steps.Length; i++)
        {
            var step = plan.Steps[i];
            output.WriteLine($"\n## {i + 1}. {MarkdownText.Plain(step.Title)}{(HostWords.Risk(step.Risk) is { } risk ? $" ({risk})" : "")}\n");
            if (step.Why is { } why) output.WriteLine($"{MarkdownText.Plain(why)}\n");
            output.WriteLine($"```sh\n{step.Run}\n```");
            if (step.Undo is { } undo) output.WriteLine($"\nUndo: {MarkdownText.Code(undo)}");
        }

        if (plan.Replaced.IsEmpty) return;
        output.WriteLine("\n## What older instructions say\n\n| There | Today | Why |\n| --- | --- | --- |");
        foreach (var one in plan.Replaced) output.WriteLine($"| {MarkdownText.Code(one.Was)} | {MarkdownText.Plain(one.Is)} | {MarkdownText.Plain(one.Why)} |");
    }
}
