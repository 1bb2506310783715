using System.Diagnostics;
using Xunit;

namespace Archway.Core.Tests.Rendering;

/// <summary>What a program that renders is given, and what it cannot do.</summary>
public sealed class ProgramBoundsTests : IDisposable
{
    private readonly RenderedFolder _folder = new RenderedFolder().With("shop/Chart.yaml", "name: shop\nversion: 1.0.0\n").With("shop/values.yaml", "a: b\n");

    [Fact]
    public async Task It_sees_nothing_of_the_environment_and_of_the_home()
    {
        foreach (var name in (string[])["AWS_SECRET_ACCESS_KEY", "HELM_PLUGINS", "KUBECONFIG", "HTTPS_PROXY", "SSH_AUTH_SOCK"])
            _folder.Variables[name] = "secret";
        _folder.Program("helm",
            $"/usr/bin/env > '{Note("env")}'; echo \"$HOME\" > '{Note("home")}'; /bin/ls -A \"$HOME\" \"$PATH\" \"$HELM_PLUGINS\" | /bin/grep -v -e : -e '^$' > '{Note("files")}'; exit 0");

        var rendered = await _folder.RenderAsync();

        Assert.Empty(rendered.NotRendered);
        var environment = await ReadAsync("env");
        Assert.DoesNotContain("secret", environment, StringComparison.Ordinal);
        Assert.Contains("\nHTTPS_PROXY=http://127.0.0.1:1\n", "\n" + environment, StringComparison.Ordinal);
        Assert.Contains("\nGIT_TERMINAL_PROMPT=0\n", "\n" + environment, StringComparison.Ordinal);
        Assert.Equal("", await ReadAsync("files"));
        var home = (await ReadAsync("home")).Trim();
        Assert.All(environment.Split('\n').Where(line => line.Contains("_HOME=", StringComparison.Ordinal)),
            line => Assert.Contains(home, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_network_brings_back_the_path_and_the_proxies_alone()
    {
        (_folder.Variables["HTTPS_PROXY"], _folder.Variables["AWS_SECRET_ACCESS_KEY"]) = ("http://proxy.example:3128", "secret");
        _folder.Program("helm", $"/usr/bin/env > '{Note("env")}'");

        await _folder.RenderAsync(_folder.Options() with { AllowsNetwork = true });

        var environment = await ReadAsync("env");
        Assert.Contains("HTTPS_PROXY=http://proxy.example:3128\n", environment, StringComparison.Ordinal);
        Assert.Contains($"PATH={_folder.Options().Variable("PATH")}\n", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1:1\n", environment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_writes_is_gone_when_it_ends_and_never_touched_the_tree()
    {
        _folder.Program("helm",
            $"echo \"$HOME\" > '{Note("home")}'; echo x > \"$HOME/x\"; echo x > \"$TMPDIR/x\"; echo x > x; echo changed > \"$3/values.yaml\"; echo x > \"$3/y\"");

        Assert.Empty((await _folder.RenderAsync()).NotRendered);

        Assert.Equal(["Chart.yaml", "values.yaml"],
            Directory.EnumerateFileSystemEntries(_folder.Tree.On("shop")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("a: b\n", await File.ReadAllTextAsync(_folder.Tree.On("shop/values.yaml"), TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(Path.GetDirectoryName((await ReadAsync("home")).Trim())));
    }

    [Fact]
    public async Task Its_folder_is_its_users_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes");
        _folder.Program("helm", $"/usr/bin/stat -c %a \"$HOME/..\" > '{Note("mode")}'");

        await _folder.RenderAsync();

        Assert.Equal("700\n", await ReadAsync("mode"));
    }

    [Fact]
    public async Task One_that_never_ends_is_ended_with_what_it_started()
    {
        _folder.Program("helm", $"/bin/sleep 600 & echo $! > '{Note("pid")}'; echo $HOME > '{Note("home")}'; wait");

        var rendered = await _folder.RenderAsync(_folder.Options() with { Limit = TimeSpan.FromSeconds(1) });

        Assert.Equal(["shop/Chart.yaml: helm did not end within 1 s"], RenderedFolder.Problems(rendered));
        await EndedAsync(int.Parse(await ReadAsync("pid"), System.Globalization.CultureInfo.InvariantCulture));
        Assert.False(Directory.Exists((await ReadAsync("home")).Trim()));
    }

    [Fact]
    public async Task Ctrl_C_ends_it_and_leaves_nothing_behind()
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _folder.Program("helm",
            $"echo $HOME > '{Note("home")}'; echo $$ > '{Note("pid")}.new'; /bin/mv '{Note("pid")}.new' '{Note("pid")}'; exec /bin/sleep 600");

        var rendering = _folder.RenderAsync(cancellationToken: stop.Token);
        while (!File.Exists(Note("pid"))) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rendering);
        await EndedAsync(int.Parse(await ReadAsync("pid"), System.Globalization.CultureInfo.InvariantCulture));
        Assert.False(Directory.Exists((await ReadAsync("home")).Trim()));
    }

    [Theory]
    [InlineData("exec /bin/cat /dev/zero", "helm wrote more than 32 MiB")]
    [InlineData("/usr/bin/head -c 3000000 /dev/zero >&2; echo; echo 'Error: too many words' >&2; exit 1", "helm failed: its exit code is 1")]
    [InlineData("exit 3", "helm failed: its exit code is 3")]
    [InlineData("echo 'WARNING: old' >&2; echo 'Error: no such value' >&2; echo 'Use --debug' >&2; exit 1", "helm failed: no such value")]
    [InlineData(@"printf 'Error: \033[31mred\033[0m \033]0;title\007and\a\r bell\n' >&2; exit 1", "helm failed: red and bell")]
    [InlineData("echo \"Error: $3/templates/x.yaml is wrong, $3\" >&2; exit 1", "helm failed: shop/templates/x.yaml is wrong, shop")]
    [InlineData("kill -9 $$", "helm failed: its exit code is 137")]
    public async Task One_that_fails_is_told_in_one_clean_sentence(string script, string problem)
    {
        _folder.Program("helm", script);

        Assert.Equal([$"shop/Chart.yaml: {problem}"], RenderedFolder.Problems(await _folder.RenderAsync()));
    }

    [Theory]
    [InlineData("bin")]
    [InlineData("./bin")]
    [InlineData("")]
    public async Task A_program_is_looked_up_on_absolute_entries_of_the_path_only(string path)
    {
        _folder.With("shop/bin/helm", "#!/bin/sh\n").With("shop/kustomization.yaml", "resources: []\n").Variables["PATH"] = path;

        Assert.Equal(
            ["shop/Chart.yaml: helm is not on the PATH", "shop/kustomization.yaml: neither kustomize nor kubectl is on the PATH"],
            RenderedFolder.Problems(await _folder.RenderAsync()));
    }

    [Fact]
    public async Task One_that_cannot_be_started_is_told()
    {
        _folder.Notes.With("helm", "not a program");
        _folder.Variables["PATH"] = _folder.Notes.Path;

        Assert.Equal(["shop/Chart.yaml: helm could not be run"], RenderedFolder.Problems(await _folder.RenderAsync()));
    }

    [Fact]
    public async Task A_chart_that_is_too_large_is_not_copied()
    {
        for (var i = 0; i < 5; i++)
        {
            _folder.With($"shop/files/{i}");
            await using var file = File.OpenWrite(_folder.Tree.On($"shop/files/{i}"));
            file.SetLength(30 * 1024 * 1024);
        }

        _folder.Program("helm", "");

        Assert.Equal(["shop/Chart.yaml: it has more than 10000 files or 128 MiB"], RenderedFolder.Problems(await _folder.RenderAsync()));
    }

    [Fact]
    public async Task A_pipe_in_a_chart_holds_nothing_up()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/mkfifo"), "mkfifo is not here to make a pipe");
        using (var make = Process.Start("/usr/bin/mkfifo", [_folder.Tree.On("shop/pipe")])) await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        _folder.Program("helm", $"/bin/cat \"$3/pipe\" > '{Note("pipe")}'");

        Assert.Empty((await _folder.RenderAsync()).NotRendered);
        Assert.Equal("", await ReadAsync("pipe"));
    }

    public void Dispose() => _folder.Dispose();

    private string Note(string name) => _folder.Notes.On(name);

    private Task<string> ReadAsync(string note) => File.ReadAllTextAsync(Note(note), TestContext.Current.CancellationToken);

    private static async Task EndedAsync(int process)
    {
        try
        {
            using var started = Process.GetProcessById(process);
            await started.WaitForExitAsync(TestContext.Current.CancellationToken)
                .WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
        catch (ArgumentException)
        {
            // It is gone already.
        }
    }
}
