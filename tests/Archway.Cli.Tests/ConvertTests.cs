using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Archway.Cli.Reports.Json;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>What <c>archway convert</c> reads, and what it says of what is no saved scan.</summary>
public sealed class ConvertTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("", "it is not JSON (line 1)")]
    [InlineData("hello", "it is not JSON (line 1)")]
    [InlineData("{\"schemaVersion\":\n\"1\",", "it is not JSON (line 2)")]
    [InlineData("[]", "it has no schemaVersion")]
    [InlineData("null", "it has no schemaVersion")]
    [InlineData("{\"a\":1}", "it has no schemaVersion")]
    [InlineData("{\"schemaVersion\":null}", "it has no schemaVersion")]
    [InlineData("{\"schemaVersion\":\"9\"}", "its schemaVersion is '9', and this version reads '1'")]
    [InlineData("{\"schemaVersion\":\"1\"}", "tool is missing")]
    public async Task What_is_no_saved_scan_is_told_in_plain_words(string text, string why)
    {
        _folder.With("scan.json", text);

        await RefusesAsync("scan.json", $"cannot read scan.json as a saved scan: {why}");
    }

    [Theory]
    [InlineData("findings", null, "findings is missing")]
    [InlineData("findings", "null", "findings is null")]
    [InlineData("looked", "null", "looked is null")]
    [InlineData("summary", "{\"ready\":null}", "summary.ready is not what this version of archway writes there")]
    [InlineData("occurrences", "[null]", "occurrences[0] is null")]
    [InlineData("scanned", "[\".\",null]", "scanned[1] is null")]
    [InlineData("images", "\"x\"", "images is not what this version of archway writes there")]
    [InlineData("images", "[{\"image\":\"a\"}]", "images[0].status is missing")]
    [InlineData("findings", "[{\"rule\":\"D109\",\"severity\":\"dire\",\"file\":\"a\",\"line\":1,\"column\":1,\"length\":1,\"message\":\"\"}]",
        "findings[0].severity is not what this version of archway writes there")]
    [InlineData("unparsed", "[{\"file\":\"a\",\"line\":99999999999,\"problem\":\"\"}]", "unparsed[0].line is not what this version of archway writes there")]
    public async Task A_member_that_is_not_as_it_should_be_is_named(string member, string? value, string why)
    {
        var scan = JsonNode.Parse(JsonSerializer.Serialize(SavedScan.Empty(), ReportJson.Readable.ScanDocument))!.AsObject();
        scan.Remove(member);
        if (value is not null) scan[member] = JsonNode.Parse(value);
        _folder.With("scan.json", scan.ToJsonString());

        await RefusesAsync("scan.json", $"cannot read scan.json as a saved scan: {why}");
    }

    [Fact]
    public async Task A_status_that_no_platform_has_is_refused()
    {
        var scan = SavedScan.Large(1);
        scan = scan with { Images = [scan.Images[0] with { Targets = [] }] };
        _folder.With("scan.json", JsonSerializer.Serialize(scan, ReportJson.Readable.ScanDocument));

        await RefusesAsync("scan.json",
            "cannot read scan.json as a saved scan: the status of registry.example.com/team/service-0:1.0.0 is that of none of its targets");
    }

    [Theory]
    [InlineData("folder", "it is a folder")]
    [InlineData("nowhere", "there is no such file")]
    public Task What_cannot_be_read_is_told(string name, string why)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "folder"));

        return RefusesAsync(name, $"cannot read {name}: {why}");
    }

    [Fact]
    public async Task A_scan_on_standard_input_or_in_a_pipe_converts_like_a_file()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "/bin/sh is not here to make a pipe");
        var json = JsonSerializer.Serialize(SavedScan.Large(500), ReportJson.Readable.ScanDocument);
        _folder.With("scan.json", json);
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path, Input = "\ufeff" + json };
        using (var made = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "mkfifo pipe"]) { WorkingDirectory = _folder.Path })!)
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        // Opening a pipe waits for its other end.
        var written = Task.Run(() => File.WriteAllText(Path.Combine(_folder.Path, "pipe"), json), TestContext.Current.CancellationToken);

        var piped = await archway.RunAsync("convert", "pipe", "--format", "csv");
        await written;
        var input = await archway.RunAsync("convert", "-", "--format", "csv");
        var file = await archway.RunAsync("convert", "scan.json", "--format", "csv");

        Assert.Equal((0, ""), (file.ExitCode, file.Error));
        Assert.Equal(file, piped);
        Assert.Equal(file, input);
    }

    public void Dispose() => _folder.Dispose();

    private async Task RefusesAsync(string name, string message)
    {
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };

        var ran = await archway.RunAsync("convert", name);

        Assert.Equal((2, "", $"archway: {message}\n"), (ran.ExitCode, ran.Output, ran.Error));
    }
}
