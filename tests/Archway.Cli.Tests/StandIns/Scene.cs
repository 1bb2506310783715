using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Archway.Testing;
using Archway.Testing.StandIns;

namespace Archway.Cli.Tests.StandIns;

/// <summary>The program before an internet of stand-ins, and what both sides saw of each other.</summary>
internal sealed partial class Scene : IAsyncDisposable
{
    internal static readonly StoredImage Index = Images.Index("linux/amd64", "linux/arm64");
    internal static readonly StoredImage Single = Images.Manifest("linux/arm64");

    private readonly JsonObject _logins = [];

    internal Internet Internet { get; } = new();

    internal ArchwayProgram Archway { get; } = new();

    /// <summary>Leaves a login where <c>docker login</c> does.</summary>
    internal void LogIn(string host, string user, string password) => LogIn(host, new JsonObject { ["username"] = user, ["password"] = password });

    /// <summary>Leaves a login as <c>docker login</c> writes it.</summary>
    internal void LogIn(string host, JsonObject login)
    {
        _logins[host] = login;
        Directory.CreateDirectory(Path.Combine(Archway.Home, ".docker"));
        File.WriteAllText(Path.Combine(Archway.Home, ".docker/config.json"), new JsonObject { ["auths"] = _logins.DeepClone() }.ToJsonString());
    }

    /// <summary>Scans for one image: what is said of it, on standard error too, and what was asked of whom.</summary>
    internal async Task<string> ScanAsync(string reference, params string[] options)
    {
        var ran = await AskAsync(["scan", $"image:{reference}", "--format", "json", .. options]);
        var image = ran.Json().GetProperty("images")[0];
        return Tell($"{reference} {image.GetProperty("status").GetString()}: {image.GetProperty("because").GetString()}\n", ran);
    }

    /// <summary>Runs a command: how it ended, what it wrote, and what was asked of whom.</summary>
    internal async Task<string> RunAsync(params string[] arguments)
    {
        var ran = await AskAsync(arguments);
        return Tell($"$ archway {string.Join(' ', arguments)}\nexit code: {ran.ExitCode}\n{ran.Output}", ran);
    }

    public async ValueTask DisposeAsync()
    {
        await Internet.DisposeAsync();
        Archway.Dispose();
    }

    private Task<Ran> AskAsync(string[] arguments)
    {
        Internet.Forget();
        return Archway.With("HTTPS_PROXY", Internet.Proxy).RunAsync([.. arguments, "--ca-file", Internet.AuthorityFile]);
    }

    // What differs from run to run stands as a word.
    private string Tell(string said, Ran ran)
    {
        var asked = string.Concat(InOneOrder(Internet.Asked).Select(line => $"  {line}\n"));
        var story = $"{said}{ran.Error}----- asked\n{asked}".Replace(Archway.Home, "~", StringComparison.Ordinal).Replace(Internet.Proxy, "PROXY", StringComparison.Ordinal);
        return Times().Replace(story, "TIME");
    }

    // What stands behind an index is asked for at once, and so arrives in any order: here by digest.
    private static IEnumerable<string> InOneOrder(IEnumerable<string> asked)
    {
        List<(string Digest, string Line)> atOnce = [];
        foreach (var line in asked)
        {
            if (Digests().Match(line) is { Success: true } digest)
            {
                atOnce.Add((digest.Value, line));
                continue;
            }

            foreach (var one in atOnce.OrderBy(one => one.Digest, StringComparer.Ordinal)) yield return one.Line;
            atOnce.Clear();
            yield return line;
        }

        foreach (var one in atOnce.OrderBy(one => one.Digest, StringComparer.Ordinal)) yield return one.Line;
    }

    [GeneratedRegex("sha256:[0-9a-f]{64}")]
    private static partial Regex Digests();

    [GeneratedRegex(@"20\d\d-\d\d-\d\d \d\d:\d\d:\d\dZ")]
    private static partial Regex Times();
}
