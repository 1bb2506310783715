using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Archway.Cli.Files;
using Archway.Cli.Reports.Plans;
using Archway.Oci;
using Archway.Oci.Platforms;
using Archway.Placing.Scheduling;
using Archway.Planning;
using Archway.Planning.Machines;
using Archway.Reading;
using Archway.Scanning;

namespace Archway.Cli.Commands;

/// <summary>What <c>archway plan</c> takes, and its reading.</summary>
internal sealed partial class PlanSurface
{
    private const int LargestTable = 1024 * 1024;
    private const int OldestMinor = 20;
    private const int NewestMinor = 60;
    // Both in the order of what they stand for.
    private static readonly string[] NodeWords = ["eksctl", "eks", "karpenter", "cluster-autoscaler", "gke", "aks", "kubeadm", "ecs"];
    private static readonly string[] StrategyWords = ["auto", "arm-only", "multi-arch", "labels", "taints"];

    private readonly Option<string> _nodes = new Option<string>("--nodes") { Description = "What makes the cluster's machines.", HelpName = string.Join('|', NodeWords), Required = true }.AcceptOnlyFromAmong(NodeWords);
    private readonly Option<string> _strategy = new Option<string>("--strategy") { Description = "How pods are kept on machines that run their images.", HelpName = string.Join('|', StrategyWords), DefaultValueFactory = _ => "auto" }.AcceptOnlyFromAmong(StrategyWords);
    private readonly Option<string?> _cluster = Word("--cluster", "name", "The cluster's name, as its maker knows it. Default: CLUSTER, to be replaced.", ClusterName());
    private readonly Option<string?> _region = Word("--region", "region", "The region that its machines are in. Default: REGION, to be replaced.", RegionName());
    private readonly Option<string?> _kubernetes = new("--kubernetes") { Description = "The version of Kubernetes that nodes are to have, where a file names it. Default: 1.34.", HelpName = "version", CustomParser = Arguments.Read(ReadVersion) };
    private readonly Option<bool> _spot = new("--spot") { Description = "Let Arm machines be such as are taken away at short notice, of several types, beside others that are not." };
    private readonly Option<Taint?> _taint = new("--taint") { Description = "The taint of Arm machines under the strategy of taints. Default: kubernetes.io/arch=arm64:NoSchedule.", HelpName = "taint", CustomParser = Arguments.Read(ReadTaint) };
    private readonly Option<string[]> _machines = Arguments.List("--machine", "type", "A kind of machine to have, x86 or Arm; of an x86 one its Arm counterpart is taken. May be repeated. Default: the cheapest that fit.");
    private readonly Option<string?> _prices = new("--prices") { Description = "A table of prices of your own, type,price in a line; they take the place of the program's.", HelpName = "file" };
    private readonly Option<string?> _out = new("--out") { Description = "A folder to keep the plan in, with its files; made again into the same one it tells what moved.", HelpName = "folder" };
    private readonly Option<string> _format = Arguments.Format(PlanReport.Formats);
    private readonly Option<string[]> _spaces = Arguments.List("--namespace", "namespace", "Read only this namespace of a live cluster; may be repeated. Default: all.");
    private readonly Option<bool> _secrets = new("--pull-secrets") { Description = "Ask for a live cluster's images with the pull secrets that their pods name." };
    private readonly Option<string[]> _exclude = new("--exclude") { Description = "Files and folders to pass by, as a pattern of .gitignore; may be repeated.", HelpName = "pattern" };
    private readonly Option<bool> _quiet = Arguments.Quiet();
    private readonly RenderOptions.Surface _rendering = new();

    internal Argument<string[]> Targets { get; } = new("target")
    {
        Description = "What to plan for: folders and files of manifests, or a live cluster as k8s:CONTEXT, or ecs:CLUSTER. Default: this folder.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    internal AskingOptions.Surface Asking { get; } = new();

    internal IEnumerable<Option> All =>
        [_nodes, _strategy, _cluster, _region, _kubernetes, _spot, _taint, _machines, _prices, _out, _format, _spaces, _secrets, _exclude, _quiet, .. _rendering.All, .. Asking.All];

    internal bool IsQuiet(ParseResult parsed) => parsed.GetValue(_quiet);

    internal string FormatOf(ParseResult parsed) => parsed.GetValue(_format)!;

    internal string? FolderOf(ParseResult parsed) => parsed.GetValue(_out);

    internal async Task<PlanOptions> OptionsAsync(ParseResult parsed, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var (target, region) = (TargetOf(parsed), parsed.GetValue(_region));
        var offer = region is null || PlanOptions.CloudOf(target) is not { } cloud ? null
            : cloud == Cloud.Aws && !Asking.Read(parsed).Offline ? await InstanceSelector.AskAsync(region, surroundings.Variable("PATH"), surroundings.Time, cancellationToken)
            : MachineTable.OfferIn(cloud, region);
        return new(target)
        {
            Strategy = (PlanStrategy)Array.IndexOf(StrategyWords, parsed.GetValue(_strategy)),
            Cluster = parsed.GetValue(_cluster) ?? "CLUSTER",
            Region = region,
            Offer = offer,
            Kubernetes = parsed.GetValue(_kubernetes) ?? "1.34",
            IsSpot = parsed.GetValue(_spot),
            Taint = parsed.GetValue(_taint) ?? PlanOptions.UsualTaint,
            MachineTypes = [.. parsed.GetValue(_machines) ?? []],
        };
    }

    /// <exception cref="CommandException">The user's prices cannot be read.</exception>
    internal async Task<MachineTable> TableAsync(ParseResult parsed, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_prices) is not { } file) return MachineTable.Embedded;
        await using var stream = await InputFile.OpenAsync(file, LargestTable, surroundings, cancellationToken);
        using StreamReader reader = new(stream);
        var read = MachineTable.Embedded.WithPrices(await reader.ReadToEndAsync(cancellationToken));
        return read.Value ?? throw new CommandException($"cannot read the prices of {file}: {read.Problem}");
    }

    /// <exception cref="CommandException">A target is none.</exception>
    internal ScanRequest RequestOf(ParseResult parsed, Engine engine, Surroundings surroundings)
    {
        Platform[] both = [Platform.Of("linux", "amd64"), Platform.LinuxArm64];
        var named = (parsed.GetValue(Targets) is { Length: > 0 } words ? words : ["."]).Select(word => ScanTarget.Read(word, surroundings.WorkingFolder)).ToArray();
        if (named.Select(target => target.Problem).OfType<string>().FirstOrDefault() is { } problem) throw new CommandException(problem);
        return new([.. named.Select(target => target.Value!)], [.. both], new ReadingOptions { Exclude = [.. parsed.GetValue(_exclude) ?? []], Platform = Platform.LinuxArm64 }, surroundings.Input)
        {
            KeepsPods = true,
            Rendering = _rendering.Read(parsed).In(surroundings),
            Clusters = Engine.ClustersOf(Asking.Read(parsed), surroundings),
            Aws = engine.AwsOf(Asking.Read(parsed), surroundings),
            Namespaces = [.. parsed.GetValue(_spaces) ?? []],
            ReadsPullSecrets = parsed.GetValue(_secrets),
            Today = DateOnly.FromDateTime(surroundings.Time.GetUtcNow().UtcDateTime),
        };
    }

    // Amazon EKS and Cluster Autoscaler lose taints without a value, and all must say the same.
    private static Parsed<Taint> ReadTaint(string text)
    {
        var read = Taint.Read(text);
        if (read.Value is not { } taint) return Parsed.Problem<Taint>(read.Problem!);
        if (taint.Effect is not ("NoSchedule" or "NoExecute")) return Parsed.Problem<Taint>($"'{text}' keeps nothing off; its effect is to be NoSchedule or NoExecute");
        return Parsed.Value(taint.Value.Length == 0 ? taint with { Value = "true" } : taint);
    }

    // What people have at hand is the version of their cluster, as kubectl tells it.
    private static Parsed<string> ReadVersion(string text) => Version().Match(text) is { Success: true } version && int.Parse(version.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is >= OldestMinor and <= NewestMinor
        ? Parsed.Value($"1.{version.Groups[1].Value}")
        : Parsed.Problem<string>($"'{text}' is no version of Kubernetes that can be planned for; write it like 1.34");

    private NodeTarget TargetOf(ParseResult parsed) => (NodeTarget)Array.IndexOf(NodeWords, parsed.GetValue(_nodes));

    // What goes into files that are applied is nothing that could end a word there.
    private static Option<string?> Word(string name, string helpName, string description, Regex form) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = Arguments.Read(text => form.IsMatch(text) ? Parsed.Value(text) : Parsed.Problem<string>($"'{text}' is no value for {name}: letters, digits, '-', '_' and '.' alone")),
    };

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ClusterName();

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex RegionName();

    [GeneratedRegex(@"^v?1\.([0-9]{1,2})(?:\.[0-9]{1,3})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
