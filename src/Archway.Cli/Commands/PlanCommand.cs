using System.CommandLine;
using Archway.Cli.Reports.Plans;
using Archway.Cli.Terminal;
using Archway.Planning;

namespace Archway.Cli.Commands;

/// <summary><c>archway plan --nodes TARGET [TARGET…]</c></summary>
internal static class PlanCommand
{
    internal static Command Create(Surroundings surroundings)
    {
        PlanSurface surface = new();
        TaughtCommand command = new("plan", "Plans the way to a cluster with Arm machines: what moves when, onto which machines, and what is changed for it.",
            """
            Waves: DaemonSets and the cluster's own software first, then what keeps no state, then what keeps some; and what cannot move yet, with the reason and the
            owner. With --out the plan is kept in a folder, as files to review and to apply; made again into the same folder it tells what moved since.
            The strategies: arm-only, where every image runs there; multi-arch, where every image runs on both; labels, where pods of one architecture ask for it;
            taints, where Arm machines keep off whatever does not say that it runs there; auto explains its choice.

            Examples:
              archway plan deploy/ --nodes eksctl --cluster shop --region eu-west-1 --out plan
              archway plan k8s:prod --nodes karpenter --format markdown
              archway plan . --nodes eks --strategy taints --taint arm=true:NoSchedule
              archway plan deploy/ --nodes eks --spot --machine m7i.2xlarge --prices prices.csv
              archway plan infra/ --nodes ecs --format json
            """) { surface.Targets };
        foreach (var option in surface.All) command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, surface, surroundings, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, PlanSurface surface, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var quiet = surface.IsQuiet(parsed);
        var folder = surface.FolderOf(parsed) is { } named ? PlanFolder.Open(named, surroundings) : null;
        var table = await surface.TableAsync(parsed, surroundings, cancellationToken);
        var options = await surface.OptionsAsync(parsed, surroundings, cancellationToken);
        using var engine = await Engine.StartAsync(surface.Asking.Read(parsed), surroundings, cancellationToken);
        var request = surface.RequestOf(parsed, engine, surroundings);
        var scan = await ProgressBar.WhileAsync(surroundings, quiet, progress => engine.Scanner.ScanAsync(request, progress, cancellationToken));
        MigrationPlan plan;
        try
        {
            plan = Planner.Make(scan, options, table, cancellationToken);
        }
        catch (PlanException e)
        {
            throw new CommandException(e.Message);
        }

        var moved = folder?.Since(plan);
        folder?.Write(plan, moved);
        PlanReport.Write(plan, moved, surface.FormatOf(parsed), surroundings.Output, new Screen(surroundings));
        if (!quiet && folder is not null) surroundings.Error.WriteLine($"archway: the plan is kept in {SafeText.Clean(folder.Named)}");
        var yours = (folder?.Yours ?? []).Select(one => $"{one.Name} was changed by hand since the last plan; that is kept as {one.Kept}");
        if (!quiet) engine.TellRemarks(surroundings, [.. scan.Remarks, .. yours]);
        return ExitCodes.Done;
    }
}
