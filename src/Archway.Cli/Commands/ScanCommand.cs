using System.Collections.Immutable;
using System.CommandLine;
using Archway.Cli.Reports.Json;
using Archway.Cli.Terminal;
using Archway.Oci.Platforms;
using Archway.Reading;
using Archway.Scanning;

namespace Archway.Cli.Commands;

/// <summary><c>archway scan [TARGET…]</c></summary>
internal static class ScanCommand
{
    internal static Command Create(Surroundings surroundings)
    {
        Argument<string[]> targets = new("target")
        {
            Description = "A folder, a file, - for a list of images on standard input, or one image: "
                + "image:REF, oci:FOLDER, oci-archive:FILE, docker-archive:FILE; or a live cluster: k8s:CONTEXT of the kubeconfig, k8s: for the current one; "
                + "or what AWS runs and keeps: ecs:CLUSTER, ecs:REGION/CLUSTER, ecs: for all clusters of the region, ecr:ACCOUNT/REGION. "
                + "Default: this folder.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var platforms = Arguments.Platforms();
        ReportOptions.Surface reports = new();
        var verify = VerifyOption.Create();
        var quiet = Arguments.Quiet();
        var failOn = Arguments.List("--fail-on", Thresholds.Words,
            "Answer 1 when there is a finding of this severity or a worse one, or (unknown) when something could not be told; may be repeated. "
            + "Default: never.");
        Option<string[]> exclude = new("--exclude")
        {
            Description = "Files and folders to pass by, as a pattern of .gitignore; may be repeated.",
            HelpName = "pattern",
        };
        Option<bool> ignored = new("--include-ignored") { Description = "Read what git ignores and node_modules too." };
        Option<bool> commands = new("--include-commands")
        {
            Description = "Read docker run, docker pull, kubectl run and the like in scripts, CI steps and Markdown too.",
        };
        Option<bool> upgrade = new("--upgrade")
        {
            Description = "Look for the nearest tag that runs however many images do not run; without it that is done for 25 at most.",
        };
        var spaces = Arguments.List("--namespace", "namespace", "Read only this namespace of a live cluster; may be repeated. Default: all.");
        spaces.Aliases.Add("-n");
        Option<bool> secrets = new("--pull-secrets")
        {
            Description = "Ask for a live cluster's images with the pull secrets that their pods name, each for its own namespace's images alone; needs the right to get secrets.",
        };
        CountingOptions.Surface counting = new();
        RuleOptions.Surface rules = new();
        SuppressionOptions.Surface suppressions = new();
        RenderOptions.Surface rendering = new();
        AskingOptions.Surface asking = new();
        TaughtCommand command = new("scan", "Finds every image that sources name, and tells whether each runs on the platform.",
            """
            Reads Dockerfiles, Compose files, Kubernetes manifests, Kustomize, Helm charts, ECS task definitions, CI pipelines and plain lists.
            With --changed-since the whole target is read, and what counts is each place in a file that differs from the last commit that the ref and
            HEAD have in common, and each place whose meaning came from such a file: a Compose service whose .env changed, an overlay whose base did.
            Of a Dockerfile that changed, its own images count, not the places that use what it builds.
            Answers 0 when done, 1 when a --fail-on was reached, 2 when the job could not be done.
            Each option may also stand in the environment (--fail-on as ARCHWAY_FAIL_ON) or in ~/.config/archway/config.yaml (fail-on: blocker).
            An archway.yaml at the root of what is scanned sets rules, paths to pass by and builds, and nothing else.

            Examples:
              archway scan .
              archway scan deploy/ compose.yaml --fail-on blocker
              kubectl get pods -A -o jsonpath='{..image}' | tr ' ' '\n' | archway scan -
              archway scan k8s:
              archway scan k8s:prod --namespace shop --fail-on blocker
              archway scan ecs:eu-central-1/prod
              archway scan . --platform linux/amd64 --platform linux/arm64 --format json
              archway scan . --changed-since origin/main --fail-on blocker
              archway scan . --owner @team/payments
              archway scan . -o sarif=archway.sarif -o junit=archway.xml
              archway scan . --verify --fail-on blocker
            """) { targets };
        Option[] options =
        [
            platforms, verify, upgrade, .. reports.All, failOn, exclude, ignored, commands, spaces, secrets, quiet, .. counting.All, .. rules.All, .. suppressions.All, .. rendering.All, .. asking.All,
        ];
        foreach (var option in options) command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(targets) is { Length: > 0 } named ? named : ["."],
            [.. parsed.GetValue(platforms)!.Distinct()],
            new() { Exclude = [.. parsed.GetValue(exclude) ?? []], IncludeIgnored = parsed.GetValue(ignored), IncludeCommands = parsed.GetValue(commands) },
            counting.Read(parsed),
            rules.Read(parsed),
            suppressions.Read(parsed),
            rendering.Read(parsed),
            [.. parsed.GetValue(spaces) ?? []],
            parsed.GetValue(secrets),
            parsed.GetValue(verify),
            parsed.GetValue(upgrade),
            asking.Read(parsed),
            reports.Read(parsed, surroundings),
            Thresholds.Of(parsed.GetValue(failOn) ?? []),
            parsed.GetValue(quiet), surroundings, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string[] targets, ImmutableArray<Platform> platforms, ReadingOptions reading, CountingOptions counting, RuleOptions rules, SuppressionOptions suppressions,
        RenderOptions rendering, ImmutableArray<string> spaces, bool secrets,
        string? verify, bool upgrade, AskingOptions asking, ReportOptions reports, Thresholds thresholds, bool quiet, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var named = targets.Select(target => ScanTarget.Read(target, surroundings.WorkingFolder)).ToArray();
        if (named.Select(target => target.Problem).OfType<string>().FirstOrDefault() is { } problem) throw new CommandException(problem);

        using var engine = await Engine.StartAsync(asking, surroundings, cancellationToken);
        ScanRequest all = new([.. named.Select(target => target.Value!)], platforms, reading with { Platform = platforms[0] }, surroundings.Input)
        {
            Rules = rules.Rules,
            HeedsTreeConfiguration = rules.HeedsTree,
            Rendering = rendering.In(surroundings),
            SearchesAll = upgrade,
            Clusters = Engine.ClustersOf(asking, surroundings),
            Aws = engine.AwsOf(asking, surroundings),
            Namespaces = spaces,
            ReadsPullSecrets = secrets,
            Today = DateOnly.FromDateTime(surroundings.Time.GetUtcNow().UtcDateTime),
        };
        var request = counting.Narrow(all, surroundings);
        var scan = await ProgressBar.WhileAsync(surroundings, quiet, progress =>
            engine.Scanner.ScanAsync(request with { Contents = VerifyOption.Read(verify, progress?.Bytes) }, progress, cancellationToken));
        var told = await suppressions.ApplyAsync(ScanDocuments.Of(scan), surroundings, cancellationToken);
        reports.Write(told, surroundings);
        if (!quiet) engine.TellRemarks(surroundings, scan.Remarks);
        return thresholds.AreReached(scan, told) ? ExitCodes.Reached : ExitCodes.Done;
    }
}
