using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Archway.Testing;

/// <summary>A browser without a screen, told what to do by the protocol of its developer tools; a test is skipped where none is installed.</summary>
/// <remarks><see href="https://chromedevtools.github.io/devtools-protocol/"/></remarks>
public sealed class Browser : IAsyncDisposable
{
    private const string Program = "/usr/bin/chromium";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TempFolder _folder = new();
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _waiting = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Process _process;
    private TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private int _last;

    // Root has no sandbox to give to a browser, and the pages are ours.
    private Browser() => _process = Process.Start(new ProcessStartInfo(Program,
        ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", $"--user-data-dir={_folder.Path}", "about:blank"])
    {
        RedirectStandardError = true,
        RedirectStandardOutput = true,
    })!;

    /// <summary>The addresses that the page asked for, itself included.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    /// <summary>What the page's script, or the browser about it, complained of.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>A browser with an empty page.</summary>
    public static async Task<Browser> StartAsync()
    {
        Assert.SkipUnless(File.Exists(Program), "chromium is not installed; as root on Debian: apt-get install chromium");
        Browser browser = new();
        browser._process.BeginErrorReadLine();
        browser._process.BeginOutputReadLine();
        await browser.ConnectAsync();
        foreach (var domain in (string[])["Page", "Network", "Runtime", "Log"]) await browser.SendAsync($"{domain}.enable");
        return browser;
    }

    /// <summary>Goes to an address, and waits until it is there.</summary>
    public async Task GoAsync(string address)
    {
        _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync("Page.navigate", new() { ["url"] = address });
        await _loaded.Task.WaitAsync(Patience, TimeProvider.System);
    }

    /// <summary>Says whether a person likes it <c>dark</c> or <c>light</c>.</summary>
    public Task LikeAsync(string scheme) => SendAsync("Emulation.setEmulatedMedia",
        new() { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }) });

    /// <summary>Gives the window a size.</summary>
    public Task ResizeAsync(int width, int height) => SendAsync("Emulation.setDeviceMetricsOverride",
        new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });

    /// <summary>Lets no script of a page run.</summary>
    public Task WithoutScriptsAsync() => SendAsync("Emulation.setScriptExecutionDisabled", new() { ["value"] = true });

    /// <summary>What an expression of JavaScript is in the page, as text.</summary>
    public async Task<string> EvaluateAsync(string expression)
    {
        var result = await SendAsync("Runtime.evaluate", new() { ["expression"] = $"String({expression})", ["returnByValue"] = true, ["awaitPromise"] = true });
        if (result["exceptionDetails"] is { } fault) throw new InvalidOperationException(fault.ToJsonString());
        return result["result"]!["value"]!.GetValue<string>();
    }

    /// <summary>Presses a key, as a person does.</summary>
    /// <param name="key">Its name: <c>Tab</c>, <c>Enter</c>.</param>
    public async Task PressAsync(string key)
    {
        var code = key == "Tab" ? 9 : 13;
        JsonObject down = new() { ["type"] = "keyDown", ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code };
        if (key == "Enter") down["text"] = "\r";
        await SendAsync("Input.dispatchKeyEvent", down);
        await SendAsync("Input.dispatchKeyEvent", new() { ["type"] = "keyUp", ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code });
    }

    /// <summary>Writes, as a person does, into whatever has the focus.</summary>
    public Task WriteAsync(string text) => SendAsync("Input.insertText", new() { ["text"] = text });

    /// <summary>A picture of what is seen, as PNG.</summary>
    public async Task<byte[]> PictureAsync() => Convert.FromBase64String((await SendAsync("Page.captureScreenshot", new() { ["format"] = "png" }))["data"]!.GetValue<string>());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _reading;
        _socket.Dispose();
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _ended.Dispose();
        _folder.Dispose();
    }

    private async Task ConnectAsync()
    {
        var file = Path.Combine(_folder.Path, "DevToolsActivePort");
        string[] lines = [];
        using CancellationTokenSource limit = new(Patience);
        while (lines.Length < 2)
        {
            Assert.False(_process.HasExited, "chromium ended before it began");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
            if (File.Exists(file)) lines = await File.ReadAllLinesAsync(file, limit.Token);
        }

        using HttpClient client = new();
        var targets = JsonNode.Parse(await client.GetStringAsync(new Uri($"http://127.0.0.1:{lines[0]}/json/list"), limit.Token))!.AsArray();
        await _socket.ConnectAsync(new(targets.First(one => one!["type"]!.GetValue<string>() == "page")!["webSocketDebuggerUrl"]!.GetValue<string>()), limit.Token);
        _reading = ReadAsync();
    }

    private async Task<JsonNode> SendAsync(string method, JsonObject? parameters = null)
    {
        var id = Interlocked.Increment(ref _last);
        var answer = _waiting[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        JsonObject message = new() { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, _ended.Token);
        return await answer.Task.WaitAsync(Patience, TimeProvider.System);
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        using MemoryStream message = new();
        try
        {
            while (true)
            {
                var read = await _socket.ReceiveAsync(buffer.AsMemory(), _ended.Token);
                message.Write(buffer, 0, read.Count);
                if (!read.EndOfMessage) continue;
                Hear(JsonNode.Parse(message.ToArray())!);
                message.SetLength(0);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or WebSocketException)
        {
            foreach (var waiting in _waiting.Values) waiting.TrySetException(new InvalidOperationException("the browser ended"));
        }
    }

    private void Hear(JsonNode message)
    {
        if (message["id"]?.GetValue<int>() is { } id && _waiting.TryRemove(id, out var waiting))
        {
            if (message["result"] is { } result) waiting.TrySetResult(result);
            else waiting.TrySetException(new InvalidOperationException(message.ToJsonString()));
            return;
        }

        switch (message["method"]?.GetValue<string>())
        {
            case "Page.loadEventFired": _loaded.TrySetResult(); break;
            case "Network.requestWillBeSent": _asked.Enqueue(message["params"]!["request"]!["url"]!.GetValue<string>()); break;
            case "Runtime.exceptionThrown": _complaints.Enqueue(message["params"]!.ToJsonString()); break;
            case "Log.entryAdded": _complaints.Enqueue(message["params"]!["entry"]!["text"]!.GetValue<string>()); break;
        }
    }
}
