using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>Two machines, one that asks registries and one without a network, and a cache of each.</summary>
public abstract class CacheScene : IAsyncLifetime
{
    private protected static readonly DateTimeOffset Monday = new(2026, 11, 16, 9, 0, 0, TimeSpan.Zero);
    private protected readonly TempFolder _folder = new();
    private protected readonly ArchwayProgram _connected = new() { Time = new FixedTime(Monday) };
    private protected readonly ArchwayProgram _isolated = new() { Time = new FixedTime(Monday.AddDays(30)) };
    private protected TestRegistry _registry = null!;

    private protected string Export => Path.Combine(_folder.Path, "answers.tar.gz");

    public async ValueTask InitializeAsync() => _registry = await TestRegistry.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        _connected.Dispose();
        _isolated.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected void LogIn(ArchwayProgram archway, string user, string password)
    {
        var login = System.Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{user}:{password}"));
        Directory.CreateDirectory(Path.Combine(archway.Home, ".docker"));
        File.WriteAllText(Path.Combine(archway.Home, ".docker/config.json"), $"{{\"auths\":{{\"{_registry.Host}\":{{\"auth\":\"{login}\"}}}}}}");
    }

    private protected async Task<string?> OnlineAsync(string reference) =>
        (await _connected.RunAsync("scan", $"image:{reference}", "--format", "json")).Json().GetProperty("images")[0].GetProperty("status").GetString();

    private protected static async Task<(string Status, string Because, string Evidence)> StatusAsync(ArchwayProgram archway, string reference, params string[] more)
    {
        var image = (await archway.RunAsync(["scan", $"image:{reference}", "--offline", "--format", "json", .. more])).Json().GetProperty("images")[0];
        return (image.GetProperty("status").GetString()!, image.GetProperty("because").GetString()!,
            image.GetProperty("evidence").EnumerateArray().Select(evidence => evidence.GetProperty("source").GetString()!).FirstOrDefault() ?? "");
    }

    // Only the day is fixed: what waits, waits by the real clock.
    private protected sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
