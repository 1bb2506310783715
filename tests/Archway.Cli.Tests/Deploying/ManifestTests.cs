using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Archway.Placing.Manifests;
using Archway.Reading;
using Archway.Reading.Data;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Deploying;

/// <summary>What archway-server is installed with: the plain manifests, the components for pull secrets and the fleet, the chart, the script.</summary>
public sealed class ManifestTests
{
    private static readonly string Deploy = Path.Combine(Repository.Root, "deploy");
    private static readonly string[] Files =
    [
        .. Directory.EnumerateFiles(Path.Combine(Deploy, "manifests"), "*.yaml").Concat(Directory.EnumerateFiles(Path.Combine(Deploy, "pull-secrets"), "*.yaml"))
            .Concat(Directory.EnumerateFiles(Path.Combine(Deploy, "fleet"), "*.yaml"))
            .Where(file => Path.GetFileName(file) != "kustomization.yaml").Order(StringComparer.Ordinal),
    ];

    private static readonly DataNode[] All = [.. Files.SelectMany(file => Read(File.ReadAllText(file)))];

    [Fact]
    public async Task Kubernetes_knows_every_member_of_them()
    {
        var (exit, said) = await ValidateAsync(Files);
        Assert.True(exit == 0, said);
        Assert.EndsWith($"{All.Length} checked\n", said, StringComparison.Ordinal);

        using TempFolder folder = new TempFolder().With("wrong.yaml", File.ReadAllText(Path.Combine(Deploy, "manifests/server.yaml"))
            .Replace("readOnlyRootFilesystem", "readOnlyRootFileSystem", StringComparison.Ordinal).Replace("replicas: 2", "replicas: two", StringComparison.Ordinal));
        var wrong = await ValidateAsync(Path.Combine(folder.Path, "wrong.yaml"));
        Assert.Contains("securityContext.readOnlyRootFileSystem is unknown", wrong.Said, StringComparison.Ordinal);
        Assert.Contains("/spec/replicas", wrong.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_one_names_another_makes()
    {
        foreach (var binding in OfKind("RoleBinding", "ClusterRoleBinding"))
        {
            Find(binding["roleRef"]!["kind"]!.Text!, binding["roleRef"]!["name"]!.Text!);
            foreach (var subject in binding["subjects"]!.Items) Find(subject["kind"]!.Text!, subject["name"]!.Text!);
        }

        foreach (var pod in Pods())
            Find("ServiceAccount", pod["spec"]!["serviceAccountName"]!.Text!);
        var server = Template(Find("Deployment", "archway-server"));
        foreach (var selector in OfKind("Service").Select(one => one["spec"]!["selector"]!).Concat(OfKind("PodDisruptionBudget").Select(one => one["spec"]!["selector"]!["matchLabels"]!))
            .Append(Find("Deployment", "archway-server")["spec"]!["selector"]!["matchLabels"]!))
            Assert.Equal(Words(server["metadata"]!["labels"]!), Words(selector));
        string?[] ports = [.. server["spec"]!["containers"]!.Items.Single()["ports"]!.Items.Select(port => port["name"]!.Text)];
        Assert.All(Find("Service", "archway-server")["spec"]!["ports"]!.Items, port => Assert.Contains(port["targetPort"]!.Text, ports));
        Assert.Equal(["archway-certificate", "archway-fleet", "archway-server"], OfKind("NetworkPolicy").Select(one => one["spec"]!["podSelector"]!["matchLabels"]!.Members.Single().Value.Text).Order());

        var service = Webhook["clientConfig"]!["service"]!;
        Assert.Contains(Find("Service", service["name"]!.Text!)["spec"]!["ports"]!.Items, port => port["port"]!.Text == service["port"]!.Text);
        Assert.Equal("archway-server-tls", server["spec"]!["volumes"]!.Items.Single()["secret"]!["secretName"]!.Text);
        Assert.Contains("archway-server-tls", Find("Role", "archway-certificate")["rules"]!.Items[0]["resourceNames"]!.Items.Select(name => name.Text));
        Assert.Equal("archway-server", Find("ClusterRole", "archway-certificate")["rules"]!.Items.Single()["resourceNames"]!.Items.Single().Text);
    }

    [Fact]
    public void Pods_hold_to_the_restricted_standard_and_run_on_both_architectures()
    {
        Assert.Equal(3, Pods().Count());
        foreach (var pod in Pods().Select(pod => pod["spec"]!))
        {
            Assert.Equal("true", pod["securityContext"]!["runAsNonRoot"]!.Text);
            Assert.Equal("RuntimeDefault", pod["securityContext"]!["seccompProfile"]!["type"]!.Text);
            var container = pod["containers"]!.Items.Single();
            Assert.Equal(("false", "true"), (container["securityContext"]!["allowPrivilegeEscalation"]!.Text, container["securityContext"]!["readOnlyRootFilesystem"]!.Text));
            Assert.Equal("ALL", container["securityContext"]!["capabilities"]!["drop"]!.Items.Single().Text);
            Assert.NotNull(container["resources"]!["limits"]!["memory"]);
            Assert.Contains("kubernetes.io/arch In amd64,arm64", Expressions(pod["affinity"]!["nodeAffinity"]!["requiredDuringSchedulingIgnoredDuringExecution"]!["nodeSelectorTerms"]!.Items.Single()));
            Assert.Contains(pod["tolerations"]!.Items, one => one["value"]!.Text == "arm64");
        }
    }

    [Fact]
    public void The_webhook_hinders_no_cluster_and_leaves_those_that_it_needs()
    {
        Assert.Equal(("Ignore", "None", "/admit"), (Webhook["failurePolicy"]!.Text, Webhook["sideEffects"]!.Text, Webhook["clientConfig"]!["service"]!["path"]!.Text));
        Assert.InRange(int.Parse(Webhook["timeoutSeconds"]!.Text!, System.Globalization.CultureInfo.InvariantCulture), 2, 10);
        Assert.Contains("kubernetes.io/metadata.name NotIn kube-system,kube-public,kube-node-lease,archway", Expressions(Webhook["namespaceSelector"]!));
        Assert.Contains("archway/place NotIn false", Expressions(Webhook["objectSelector"]!));
    }

    [Fact]
    public void Nobody_is_granted_all_secrets_of_the_cluster()
    {
        var reading = OfKind("ClusterRole").Where(role => role["rules"]!.Items.Any(rule => rule["resources"]!.Items.Any(resource => resource.Text == "secrets"))).Select(NameOf).ToArray();

        Assert.Equal(["archway-pull-secrets"], reading);
        Assert.DoesNotContain(OfKind("ClusterRoleBinding"), binding => reading.Contains(binding["roleRef"]!["name"]!.Text));
        Assert.Equal("false", Template(Find("Deployment", "archway-server"))["spec"]!["automountServiceAccountToken"]!.Text);
    }

    [Fact]
    public void What_shows_the_fleet_sees_what_runs_and_the_webhook_does_not()
    {
        var rules = Find("ClusterRole", "archway-fleet")["rules"]!.Items;
        Assert.Equal(["jobs", "nodes", "pods", "replicasets"], rules.SelectMany(rule => rule["resources"]!.Items).Select(one => one.Text).Order());
        Assert.All(rules, rule => Assert.Equal(["list", "watch"], rule["verbs"]!.Items.Select(one => one.Text)));
        Assert.Equal(["archway-fleet"], Find("ClusterRoleBinding", "archway-fleet")["subjects"]!.Items.Select(one => one["name"]!.Text));
        Assert.Equal("archway-server", Template(Find("Deployment", "archway-server"))["spec"]!["serviceAccountName"]!.Text);

        // Where nobody is asked who they are, nobody comes but by way of the API server.
        var fleet = Template(Find("Deployment", "archway-fleet"))["spec"]!["containers"]!.Items.Single();
        Assert.Contains("--listen=127.0.0.1:8090", fleet["args"]!.Items.Select(one => one.Text));
        Assert.Null(OfKind("NetworkPolicy").Single(one => NameOf(one) == "archway-fleet")["spec"]!["ingress"]);
    }

    [Fact]
    public async Task Kustomize_puts_them_together_and_adds_the_pull_secrets_where_wanted()
    {
        Assert.SkipUnless((await Installed.RunAsync("kubectl", "kubernetes-client", "version", "--client", "-o", "json")).Contains("kustomizeVersion", StringComparison.Ordinal),
            "kubectl is older than 1.24, and its kustomize knows no components");
        var plain = Read(await Installed.RunAsync("kubectl", "kubernetes-client", "kustomize", Path.Combine(Deploy, "manifests"))).ToArray();
        using TempFolder folder = new();
        var own = Directory.CreateDirectory(Path.Combine(folder.Path, "own"));
        foreach (var part in (string[])["manifests", "pull-secrets", "fleet"])
        {
            Directory.CreateDirectory(Path.Combine(folder.Path, part));
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Deploy, part))) File.Copy(file, Path.Combine(folder.Path, part, Path.GetFileName(file)));
        }

        folder.With("own/kustomization.yaml", "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../manifests]\ncomponents: [../pull-secrets, ../fleet]\n");
        var granted = Read(await Installed.RunAsync("kubectl", "kubernetes-client", "kustomize", own.FullName)).ToArray();

        // What the components bring: a role and a binding, and the fleet's five.
        Assert.Equal(All.Length - 2 - 5, plain.Length);
        Assert.Equal(All.Length - 1, granted.Length);
        Assert.DoesNotContain(plain, one => NameOf(one) == "archway-fleet");
        var server = Template(granted.Single(one => one["kind"]!.Text == "Deployment" && NameOf(one) == "archway-server"))["spec"]!;
        Assert.Equal("true", server["automountServiceAccountToken"]!.Text);
        Assert.Equal(["serve", "--pull-secrets"], server["containers"]!.Items.Single()["args"]!.Items.Select(one => one.Text));
        Assert.All(plain.Where(one => one["spec"]?["template"] is not null), one => Assert.StartsWith("registry.example.com/archway-server:",
            Template(one)["spec"]!["containers"]!.Items.Single()["image"]!.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_image_changes_nothing_that_cannot_be_changed()
    {
        Assert.SkipUnless((await Installed.RunAsync("kubectl", "kubernetes-client", "version", "--client", "-o", "json")).Contains("kustomizeVersion", StringComparison.Ordinal),
            "kubectl is older than 1.24, and its kustomize knows no components");
        using TempFolder folder = new();
        Directory.CreateDirectory(Path.Combine(folder.Path, "manifests"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Deploy, "manifests"))) File.Copy(file, Path.Combine(folder.Path, "manifests", Path.GetFileName(file)));
        folder.With("own/kustomization.yaml", "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../manifests]\n"
            + "images: [{name: registry.example.com/archway-server, newName: \"registry.lan:5000/Other\", newTag: V_2}]\n");

        var before = (await Installed.RunAsync("kubectl", "kubernetes-client", "kustomize", Path.Combine(Deploy, "manifests"))).Split("\n---\n");
        var after = (await Installed.RunAsync("kubectl", "kubernetes-client", "kustomize", Path.Combine(folder.Path, "own"))).Split("\n---\n");

        // A Job's template, the one thing with an image that an API server lets nobody change, is not among them.
        Assert.Equal(["CronJob", "Deployment"], before.Zip(after).Where(one => one.First != one.Second).Select(one => Read(one.Second).Single()["kind"]!.Text).Order(StringComparer.Ordinal));
        Assert.All(after, one => Assert.DoesNotContain("image: registry.example.com", one, StringComparison.Ordinal));
    }

    [Fact]
    public void Metrics_are_for_who_was_let_in_and_names_resolve_on_OpenShift_too()
    {
        var spec = OfKind("NetworkPolicy").Single(one => NameOf(one) == "archway-server")["spec"]!;

        var plain = Assert.Single(spec["ingress"]!.Items, rule => rule["ports"]!.Items.Any(port => port["port"]!.Text == "plain"));
        Assert.Equal("archway/metrics=true", Words(plain["from"]!.Items.Single()["namespaceSelector"]!["matchLabels"]!));
        Assert.Single(plain["ports"]!.Items);
        var ports = spec["egress"]!.Items.SelectMany(rule => rule["ports"]!.Items).Select(port => $"{port["port"]!.Text}/{port["protocol"]!.Text}").ToArray();
        Assert.All((string[])["53/UDP", "53/TCP", "5353/UDP", "5353/TCP"], port => Assert.Contains(port, ports));
        var chart = File.ReadAllText(Path.Combine(Deploy, "chart/archway-server/templates/network.yaml"));
        Assert.Contains("with .Values.networkPolicy.metricsFrom", chart, StringComparison.Ordinal);
        Assert.Contains("{port: 5353, protocol: UDP}", chart, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_can_be_drained_however_many_replicas_there_are()
    {
        var values = Read(File.ReadAllText(Path.Combine(Deploy, "chart/archway-server/values.yaml"))).Single();

        Assert.All([OfKind("PodDisruptionBudget").Single()["spec"]!, values["podDisruptionBudget"]!],
            budget => Assert.Equal(("1", null), (budget["maxUnavailable"]?.Text, budget["minAvailable"])));
    }

    [Fact]
    public void The_chart_closes_what_it_opens_and_asks_for_no_value_that_it_does_not_have()
    {
        var values = Read(File.ReadAllText(Path.Combine(Deploy, "chart/archway-server/values.yaml"))).Single();
        var templates = Directory.EnumerateFiles(Path.Combine(Deploy, "chart/archway-server/templates")).ToDictionary(file => Path.GetFileName(file)!, File.ReadAllText);
        HashSet<string> asked = [];
        foreach (var (name, text) in templates)
        {
            var opened = Regex.Count(text, @"\{\{-?\s*(if|with|range|define)\b");
            Assert.True(opened == Regex.Count(text, @"\{\{-?\s*end\b"), $"{name} closes another number of blocks than it opens");
            foreach (Match value in Regex.Matches(text, @"\.Values((?:\.\w+)+)"))
            {
                asked.Add(value.Groups[1].Value[1..]);
                Assert.True(value.Groups[1].Value[1..].Split('.').Aggregate((DataNode?)values, (node, member) => node?[member]) is not null, $"{name} asks for {value.Value}");
            }

            foreach (Match include in Regex.Matches(text, "include \"([^\"]+)\"")) Assert.Contains($"define \"{include.Groups[1].Value}\"", templates["_helpers.tpl"], StringComparison.Ordinal);
        }

        Assert.All(values.Members, member => Assert.Contains(asked, one => one.Split('.')[0] == member.Key.Value));
        // What the plain manifests make the chart makes too.
        var kinds = templates.Values.SelectMany(text => Regex.Matches(text, @"(?m)^kind: (\w+)").Select(match => match.Groups[1].Value)).ToHashSet();
        Assert.Empty(All.Select(one => one["kind"]!.Text!).Where(kind => kind != "Namespace").Except(kinds));
    }

    [Fact]
    public async Task The_chart_is_what_the_manifests_are()
    {
        var helm = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "helm")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(helm is null, "helm is not on PATH");
        var chart = Path.Combine(Deploy, "chart/archway-server");
        var (linted, report) = await RunAsync(helm!, "lint", "--strict", chart);
        Assert.True(linted == 0, report);
        var (exit, rendered) = await RunAsync(helm!, "template", "archway-server", chart, "--namespace", "archway", "--set", "pullSecrets.enabled=true,pullSecrets.namespaces={shop},fleet.enabled=true,serviceMonitor.enabled=false");
        Assert.True(exit == 0, rendered);
        using TempFolder folder = new TempFolder().With("chart.yaml", rendered);
        var (checkedExit, said) = await ValidateAsync(Path.Combine(folder.Path, "chart.yaml"));
        Assert.True(checkedExit == 0, said);
        // The first certificate is made by a Job of each revision's own name, which plain manifests cannot have.
        Assert.Equal(All.Select(one => one["kind"]!.Text!).Where(kind => kind != "Namespace").Append("Job").Order(), Read(rendered).Select(one => one["kind"]!.Text!).Order());
    }

    [Fact]
    public async Task The_script_is_clean() => Assert.Empty(await Installed.RunAsync("shellcheck", "shellcheck", Path.Combine(Deploy, "kind.sh")));

    private static DataNode Webhook => OfKind("MutatingWebhookConfiguration").Single()["webhooks"]!.Items.Single();

    private static IEnumerable<DataNode> OfKind(params string[] kinds) => All.Where(one => kinds.Contains(one["kind"]!.Text));

    private static DataNode Find(string kind, string name) =>
        All.SingleOrDefault(one => one["kind"]!.Text == kind && NameOf(one) == name) ?? throw new InvalidOperationException($"nothing makes the {kind} {name}");

    private static string NameOf(DataNode resource) => resource["metadata"]!["name"]!.Text!;

    private static IEnumerable<DataNode> Pods() => OfKind("Deployment", "Job", "CronJob").Select(Template);

    private static DataNode Template(DataNode workload) => (workload["spec"]!["jobTemplate"] ?? workload)["spec"]!["template"]!;

    private static string Words(DataNode labels) => string.Join(' ', labels.Members.Select(label => $"{label.Key.Value}={label.Value.Text}"));

    private static IEnumerable<string> Expressions(DataNode term) => term["matchExpressions"]!.Items
        .Select(one => $"{one["key"]!.Text} {one["operator"]!.Text} {string.Join(',', one["values"]!.Items.Select(value => value.Text))}");

    private static IEnumerable<DataNode> Read(string text)
    {
        List<DataProblem> problems = [];
        DataNode[] documents = [.. ManifestText.Documents(new SourceText("deploy.yaml", text), problems)];
        Assert.Empty(problems);
        return documents.Where(one => one is DataMapping);
    }

    private static Task<(int ExitCode, string Said)> ValidateAsync(params string[] files)
    {
        var modules = Path.Combine(Repository.Root, "artifacts/tools/node_modules");
        Assert.SkipUnless(Directory.Exists(Path.Combine(modules, "kubernetes-models")) && Directory.Exists(Path.Combine(modules, "yaml")),
            "the schemas from npm are not installed; dotnet run build.cs -- test installs them where there is npm");
        return RunAsync("node", [Script(), modules, .. files]);
    }

    private static async Task<(int ExitCode, string Said)> RunAsync(string program, params string[] arguments)
    {
        using var run = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string[] said = await Task.WhenAll(run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (run.ExitCode, run.ExitCode == 0 ? said[0] : string.Concat(said));
    }

    private static string Script([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "validate.mjs");
}
