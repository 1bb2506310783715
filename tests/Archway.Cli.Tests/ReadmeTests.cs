using System.Text.RegularExpressions;
using Archway.Cli.Tests.Aws;
using Archway.Oci.Content;
using Archway.Testing;
using Archway.Testing.Clusters;
using Archway.Testing.Debian;
using Archway.Testing.StandIns;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>What the README shows works as it is written.</summary>
public sealed partial class ReadmeTests
{
    private const string Nodes = """
        apiVersion: v1
        kind: Node
        metadata:
          name: arm
          labels: { kubernetes.io/arch: arm64, kubernetes.io/os: linux }
        status:
          allocatable: { cpu: "8", memory: 32Gi, pods: "110" }
        """;

    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    public static TheoryData<string> Commands => [.. CommandLines().Matches(Text).Select(match => match.Groups[1].Value)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_of_the_README_does_its_job(string line)
    {
        using var shop = CopyOfTheShop();
        if (line.StartsWith("archway convert", StringComparison.Ordinal)) await SaveScanAsync(shop.Path, "scan.json");
        Directory.CreateDirectory(Path.Combine(shop.Path, "scans"));
        if (line.StartsWith("archway report", StringComparison.Ordinal)) await SaveScanAsync(shop.Path, "scans/shop-2026-11-23.json");
        if (line.Contains("--baseline", StringComparison.Ordinal)) await SaveScanAsync(shop.Path, "before.json");
        LayoutFolder.Write(Path.Combine(shop.Path, "layout"), "app:1", Images.Index("linux/amd64", "linux/arm64"));
        var command = line.Split('#')[0].Trim();
        var input = command.EndsWith("< images.txt", StringComparison.Ordinal) ? File.ReadAllText(Path.Combine(shop.Path, "images.txt")) : "";
        var words = Words().Matches(command.Split('<', '>')[0]).Select(word => word.Value.Trim('"')).ToArray()[1..]
            .Select(word => word == "oci:./layout" ? $"oci:{shop.Path}/layout" : word).ToArray();
        // Tests reach no registry; what a registry would add is tested elsewhere.
        if (words[0] is "scan" or "image" or "fix" or "simulate" or "place" or "plan") words = [.. words, "--offline"];
        // As a shell does.
        words = [.. words.SelectMany(word => word.Contains('*') ? Directory.GetFiles(Path.Combine(shop.Path, Path.GetDirectoryName(word)!), Path.GetFileName(word)) : [word])];
        File.WriteAllText(Path.Combine(shop.Path, "nodes.yaml"), Nodes);
        using var archway = new ArchwayProgram { WorkingFolder = shop.Path, Input = input }.With("PATH", GitRepository.SearchPath);
        if (words[0] == "cache") await AskARegistryAsync(archway);
        await using Internet internet = new();
        if (words[0] == "registry")
        {
            (await internet.AddAsync(new DockerHub())).Publish("library/nginx", "1.27", Images.Index("linux/arm64"));
            archway.With("HTTPS_PROXY", internet.Proxy);
            words = [.. words, "--ca-file", internet.AuthorityFile];
        }

        await using var cluster = Recordings.Fill(await TestCluster.StartAsync());
        File.WriteAllText(Path.Combine(shop.Path, "kubeconfig"), cluster.Kubeconfig("{}"));
        archway.With("KUBECONFIG", "kubeconfig");
        await using var scene = await AwsScene.StartAsync();
        scene.Put("cart", "registry.example/shop/cart:1");
        foreach (var variable in (string[])["AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) archway.With(variable, scene.Archway.Variable(variable)!);
        await using var registry = await TestRegistry.StartAsync();
        if (words[0] is "index" or "copy" or "build") words = [.. words.Select(word => AtHome(word, registry.Host))];
        if (words[0] is "index" or "copy" or "build") await FillAsync(registry, shop.Path);
        var ran = await archway.RunAsync(words);

        Assert.Equal(line.Contains("--fail-on", StringComparison.Ordinal) ? 1 : 0, ran.ExitCode);
        // Beside a diff, which is for a program, what is left to do is told to whoever looks on.
        Assert.NotEmpty(words[0] is "fix" or "place" ? ran.Output + ran.Error : ran.Output);
        if (words[0] is not ("fix" or "index" or "copy" or "build" or "simulate" or "place")) Assert.Empty(ran.Error);
    }

    [Fact]
    public void The_statuses_of_the_README_are_those_of_the_program()
    {
        var told = StatusRows().Matches(Text[..Text.IndexOf("## Everyday use", StringComparison.Ordinal)]).Select(match => match.Groups[1].Value);

        Assert.Equal(["broken", "blocked", "missing", "unknown", "suspect", "update", "rebuild", "ready"], told);
    }

    [Fact]
    public void Every_file_that_a_page_links_to_is_there()
    {
        string[] pages = ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md", "catalog/README.md"];

        foreach (var page in pages)
            foreach (Match link in Links().Matches(File.ReadAllText(Path.Combine(Repository.Root, page))))
                Assert.True(Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, link.Groups[1].Value)),
                    $"{page} links to {link.Groups[1].Value}");
    }

    // What is written to a registry is written to one of this machine.
    private static string AtHome(string word, string host) => Hosts().Replace(word, host);

    private static async Task FillAsync(TestRegistry registry, string folder)
    {
        registry.Put("acme/api", "2.1", Images.Attested("linux/amd64", "linux/arm64"));
        // A base whose files are looked at.
        var java = await Layer.OfFilesAsync("ADD java /", ("opt/java/release", "of any machine"u8.ToArray()));
        registry.Put("library/eclipse-temurin", "21-jre", Images.Over(MediaTypes.OciIndex,
            [.. new[] { "linux/amd64", "linux/arm64" }.Select(platform => RealImages.Entry(new ImageRecipe { Platform = platform, Layers = [java] }))]));
        foreach (var architecture in new[] { "amd64", "arm64" }) registry.Put("acme/api", $"2.1-{architecture}", Images.Manifest($"linux/{architecture}", seed: architecture));
        Directory.CreateDirectory(Path.Combine(folder, "target", "app"));
        File.WriteAllText(Path.Combine(folder, "target", "app", "web.txt"), "of any machine");
        File.WriteAllText(Path.Combine(folder, "images.txt"), $"{registry.Host}/acme/api:2.1 {registry.Host}/hub/api:2.1\n");
    }

    private static async Task SaveScanAsync(string folder, string name)
    {
        using ArchwayProgram archway = new() { WorkingFolder = folder };
        await archway.RunAsync("scan", ".", "--offline", "-o", $"json={name}");
    }

    private static async Task AskARegistryAsync(ArchwayProgram archway)
    {
        await using var registry = await TestRegistry.StartAsync();
        await archway.RunAsync("image", registry.Put("team/app", "1", Images.Index("linux/arm64")).ToString());
    }

    /// <summary>The shop as a repository in which the Compose file is not committed yet.</summary>
    private static GitRepository CopyOfTheShop()
    {
        GitRepository repository = new();
        var shop = Path.Combine(Repository.Root, "examples/shop");
        foreach (var file in Directory.EnumerateFiles(shop, "*", SearchOption.AllDirectories))
            repository.With(Path.GetRelativePath(shop, file), File.ReadAllText(file));
        repository.Without("compose.yaml").Commit();
        repository.Git("update-ref", "refs/remotes/origin/main", "HEAD");
        return repository.With("compose.yaml", File.ReadAllText(Path.Combine(shop, "compose.yaml")));
    }

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Words();

    [GeneratedRegex(@"^(ghcr\.io|docker\.io|registry\.lan)")]
    private static partial Regex Hosts();

    [GeneratedRegex(@"^(archway .+)$", RegexOptions.Multiline)]
    private static partial Regex CommandLines();

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex StatusRows();

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)\)")]
    private static partial Regex Links();
}
