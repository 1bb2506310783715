using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>A real registry that is filled once for all tests of a class; where the program is not installed, each test that asks for it is skipped.</summary>
public abstract class FilledRegistry : IAsyncLifetime
{
    private DebianRegistry? _registry;

    internal DebianRegistry Registry
    {
        get
        {
            DebianRegistry.SkipUnlessInstalled();
            return _registry!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (!DebianRegistry.IsInstalled) return;
        var stop = TestContext.Current.CancellationToken;
        _registry = await DebianRegistry.StartAsync(new() { Logs = true, KeepsDescriptors = true }, stop);
        await FillAsync(_registry, stop);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_registry is not null) await _registry.DisposeAsync();
    }

    /// <summary>What the registry is asked while something runs.</summary>
    internal async Task<string[]> AskedWhileAsync(Func<Task> run)
    {
        await SettledAsync();
        var before = Registry.Log.Count;
        await run();
        await SettledAsync();
        return [.. Registry.Log.Skip(before).Where(line => line.Contains("\"GET ", StringComparison.Ordinal) || line.Contains("\"HEAD ", StringComparison.Ordinal))];
    }

    private protected abstract Task FillAsync(DebianRegistry registry, CancellationToken cancellationToken);

    // The registry writes its log behind its answers.
    private async Task SettledAsync()
    {
        for (var (count, quiet) = (-1, 0); quiet < 3; quiet = count == Registry.Log.Count ? quiet + 1 : 0)
        {
            count = Registry.Log.Count;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
