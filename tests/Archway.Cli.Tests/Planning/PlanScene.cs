using System.Diagnostics;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Planning;

/// <summary>A fleet with one workload of each kind, before a registry that has its images.</summary>
internal sealed class PlanScene : IAsyncDisposable
{
    private readonly TestRegistry _registry;
    private readonly TempFolder _folder = new();

    private PlanScene(TestRegistry registry)
    {
        _registry = registry;
        Archway = new() { WorkingFolder = _folder.Path };
    }

    internal ArchwayProgram Archway { get; }

    internal string Folder => _folder.Path;

    /// <summary>The registry's address, which differs from run to run.</summary>
    internal string Host => _registry.Host;

    internal static async Task<PlanScene> StartAsync(bool hasBlocked = true, bool hasUnknown = true)
    {
        var registry = await TestRegistry.StartAsync();
        registry.Put("shop/web", "1", Images.Index("linux/amd64", "linux/arm64"));
        registry.Put("shop/db", "1", Images.Index("linux/amd64", "linux/arm64"));
        registry.Put("shop/agent", "1", Images.Index("linux/amd64", "linux/arm64"));
        registry.Put("shop/old", "1", Images.Index("linux/amd64"));
        PlanScene scene = new(registry);
        scene._folder.With("k8s/web.yaml", Workload("Deployment", "web", $"{registry.Host}/shop/web:1", "replicas: 6", "500m", "1Gi"))
            .With("k8s/db.yaml", Workload("StatefulSet", "db", $"{registry.Host}/shop/db:1", "replicas: 2", "1", "4Gi"))
            .With("k8s/agent.yaml", Workload("DaemonSet", "agent", $"{registry.Host}/shop/agent:1", "minReadySeconds: 1", "100m", "128Mi"));
        if (hasBlocked)
            scene._folder.With("k8s/old.yaml", Workload("Deployment", "old", $"{registry.Host}/shop/old:1", "replicas: 2", "250m", "512Mi"))
                .With("k8s/old-agent.yaml", Workload("DaemonSet", "old-agent", $"{registry.Host}/shop/old:1", "minReadySeconds: 1", "50m", "64Mi"));
        if (hasUnknown) scene._folder.With("k8s/riddle.yaml", Workload("Deployment", "riddle", "registry.example.invalid/shop/riddle:1", "replicas: 1", "100m", "64Mi"));
        scene._folder.With("k8s/tasks/web.json", $$"""{"family": "web", "containerDefinitions": [{"name": "web", "image": "{{registry.Host}}/shop/web:1"}]}""");
        scene._folder.With("CODEOWNERS", "/k8s/old.yaml @acme/legacy\n");
        return scene;
    }

    /// <summary>Writes another file of the fleet.</summary>
    internal void With(string file, string text) => _folder.With(file, text);

    internal void Without(string file) => File.Delete(Path.Combine(Folder, file));

    /// <summary>Runs <c>archway plan</c> on the fleet.</summary>
    internal Task<Ran> PlanAsync(params string[] arguments) => Archway.RunAsync(["plan", "k8s", "--give-up-after", "3", "--no-cache", .. arguments]);

    /// <summary>A file that a plan has put into its folder.</summary>
    internal string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    /// <summary>Applies changes of a plan as a person would, with the program that they are for.</summary>
    internal static async Task PatchAsync(string root, string folder, string patch)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["apply", $"../plan/{patch}"]) { WorkingDirectory = Path.Combine(root, folder), RedirectStandardError = true })!;
        var said = await git.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(git.ExitCode == 0, said);
    }

    internal static string Workload(string kind, string name, string image, string member, string cpu, string memory) => $$"""
        apiVersion: apps/v1
        kind: {{kind}}
        metadata:
          name: {{name}}
          namespace: shop
        spec:
          {{member}}
          selector:
            matchLabels: {app: {{name}}}
          template:
            metadata:
              labels: {app: {{name}}}
            spec:
              containers:
                - name: main
                  image: {{image}}
                  resources:
                    requests: {cpu: {{cpu}}, memory: {{memory}}}

        """;

    public async ValueTask DisposeAsync()
    {
        Archway.Dispose();
        _folder.Dispose();
        await _registry.DisposeAsync();
    }
}
