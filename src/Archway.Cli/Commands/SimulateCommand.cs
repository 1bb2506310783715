using System.Collections.Immutable;
using System.CommandLine;
using Archway.Cli.Files;
using Archway.Cli.Reports;
using Archway.Cli.Terminal;
using Archway.Oci.Platforms;
using Archway.Placing.Images;
using Archway.Placing.Manifests;
using Archway.Placing.Scheduling;
using Archway.Placing.Simulating;
using Archway.Reading.Data;

namespace Archway.Cli.Commands;

/// <summary><c>archway simulate --nodes FILE FILE…</c></summary>
internal static class SimulateCommand
{
    internal static Command Create(Surroundings surroundings)
    {
        Argument<string[]> files = new("file") { Description = "A file of workloads, in YAML or JSON, or a folder of them; - is standard input; or what runs in a live cluster: k8s:CONTEXT.", Arity = ArgumentArity.OneOrMore };
        Option<string[]> nodes = new("--nodes")
        {
            Description = "A file of Node objects, of groups that nodes come from, or of an autoscaler; or a live cluster: k8s:CONTEXT. May be repeated.",
            HelpName = "file",
            Required = true,
        };
        var format = Arguments.Format("table", "json");
        var failOn = Arguments.List("--fail-on", ["crash", "unknown", "rejected", "waits"], "Answer 1 where a pod ends so; may be repeated.");
        var quiet = Arguments.Quiet();
        AskingOptions.Surface asking = new();
        TaughtCommand command = new("simulate", "Tells where each pod would land on given nodes or why not, and which would crash there.",
            """
            Nodes are what kubectl get nodes -o yaml writes, or groups, which may be at zero:
              groups:
                - name: arm
                  labels: {kubernetes.io/arch: arm64, kubernetes.io/os: linux}
                  taints: ["kubernetes.io/arch=arm64:NoSchedule"]
                  allocatable: {cpu: "4", memory: 16Gi, pods: "58"}
                  count: 0     # nodes that are there
                  max: 10      # nodes that may come
            or files of eksctl, CloudFormation and Karpenter's pools, or what aws autoscaling
            describe-auto-scaling-groups prints.

            Examples:
              archway simulate --nodes nodes.yaml deploy/cart.yaml
              archway simulate --nodes plan/nodes.yaml k8s:prod
              kubectl get deploy,sts,ds -A -o yaml | archway simulate --nodes groups.yaml - --format json
            """) { files, nodes, format, failOn, quiet };
        foreach (var option in asking.All) command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(nodes)!, parsed.GetValue(files)!, parsed.GetValue(format)!,
            parsed.GetValue(failOn) ?? [], asking.Read(parsed), parsed.GetValue(quiet), surroundings, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string[] nodeFiles, string[] files, string format, string[] failOn, AskingOptions asking, bool quiet, Surroundings surroundings,
        CancellationToken cancellationToken)
    {
        if (nodeFiles.Concat(files).Count(name => name == "-") > 1) throw new CommandException(ManifestFile.TwiceInput);
        List<string> remarks = [];
        using var engine = await Engine.StartAsync(asking, surroundings, cancellationToken);
        LiveClusters live = new(engine, asking, surroundings);
        var nodes = await ReadNodesAsync(nodeFiles, live, remarks, surroundings, cancellationToken);
        Workloads workloads = new();
        List<string> unread = [];
        foreach (var file in ManifestFile.Named(files.Where(file => !LiveClusters.Is(file)), surroundings))
        {
            var source = await ManifestFile.ReadAsync(file, surroundings, cancellationToken);
            foreach (var document in ManifestFile.Documents(source))
            {
                workloads.Add(source, document);
                unread.AddRange(PodTemplate.Unread(document));
            }
        }

        if (ManifestFile.RemarkOf(unread, "not simulated") is { } remark) remarks.Add(remark);

        var groups = workloads.Groups;
        foreach (var cluster in files.Where(LiveClusters.Is)) groups = groups.AddRange((await live.ReadAsync(cluster, cancellationToken)).Pods.Select(one => one.Pods));
        if (groups.IsEmpty) throw new CommandException($"there are no pods, and nothing that makes pods, in {string.Join(", ", files)}");
        var platforms = nodes.Select(node => node.Platform).OfType<Platform>().Distinct().DefaultIfEmpty(Platform.LinuxArm64).ToImmutableArray();
        var images = groups.Select(group => group.Class).Distinct().SelectMany(pods => pods.Images);
        var known = await ProgressBar.WhileAsync(surroundings, quiet, _ => KnownImages.AskAsync(engine.Scanner, images, platforms, cancellationToken));
        SimulationReport report = new(Simulation.Run(nodes, groups, known, cancellationToken), known);
        if (format == "json") report.WriteJson(surroundings.Output);
        else report.WriteTable(surroundings);
        if (!quiet) engine.TellRemarks(surroundings, remarks);
        return report.IsReached(failOn) ? ExitCodes.Reached : ExitCodes.Done;
    }

    private static async Task<ImmutableArray<Node>> ReadNodesAsync(
        string[] files, LiveClusters live, List<string> remarks, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var nodes = ImmutableArray.CreateBuilder<Node>();
        foreach (var file in files)
        {
            if (LiveClusters.Is(file))
            {
                nodes.AddRange((await live.ReadAsync(file, cancellationToken)).Nodes);
                continue;
            }

            List<DataProblem> problems = [];
            nodes.AddRange(NodeReader.Read(await ManifestFile.ReadAsync(file, surroundings, cancellationToken), problems, remarks));
            ManifestFile.Refuse(problems);
        }

        if (nodes.Count == 0) throw new CommandException($"there are no nodes in {string.Join(", ", files)}; write what kubectl get nodes -o yaml does, groups, a file of eksctl, or pools of Karpenter");
        if (nodes.GroupBy(node => node.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new CommandException($"there are two nodes named '{twice.Key}'");
        return NodeReader.Joined(nodes);
    }
}
