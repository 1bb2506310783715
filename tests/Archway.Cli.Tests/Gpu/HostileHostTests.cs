using System.Text;
using System.Text.Json.Nodes;
using Archway.Gpu.Doctor;
using Archway.Gpu.Hosts;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Gpu;

/// <summary>Snapshots that somebody made to hurt, or broke.</summary>
public sealed class HostileHostTests : IDisposable
{
    private const int Rounds = 400;
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("", "it is not JSON")]
    [InlineData("[]", "it is no snapshot of a host")]
    [InlineData("{\"archwayGpuHost\":\"7\"}", "form '7'")]
    [InlineData("{\"archwayGpuHost\":\"1\",\"files\":{}}", "files is no list")]
    [InlineData("{\"archwayGpuHost\":\"1\",\"files\":[1]}", "an item of files is no object")]
    [InlineData("{\"archwayGpuHost\":\"1\",\"files\":[{\"path\":\"etc/x\"}]}", "paths begin at the root")]
    [InlineData("{\"archwayGpuHost\":\"1\",\"files\":[{\"path\":\"/etc/../x\"}]}", "paths begin at the root")]
    [InlineData("{\"archwayGpuHost\":\"1\",\"files\":[{\"path\":\"/etc/\\u001b[2J\"}]}", "paths begin at the root")]
    [InlineData("{\"archwayGpuHost\":\"1\",\"files\":[{\"path\":\"/x\",\"kind\":\"9\"}]}", "which no file is")]
    [InlineData("{\"archwayGpuHost\":\"1\",\"files\":[{\"path\":\"/x\",\"text\":\"\\ud800\"}]}", "it holds a text that is none")]
    [InlineData("{\"archwayGpuHost\":\"1\",\"commands\":[{}]}", "names no command")]
    public async Task What_is_no_snapshot_is_refused_in_one_line(string text, string why)
    {
        _folder.With("host.json", text);
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };

        var ran = await archway.RunAsync("gpu", "doctor", "--root", "host.json");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains(why, ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', ran.Error);
        Assert.Single(ran.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var text = "{\"archwayGpuHost\":\"1\",\"files\":" + new string('[', 100_000);

        Assert.Contains("nested", SnapshotReader.Read(Encoding.UTF8.GetBytes(text)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_file_says_does_nothing_to_a_terminal_or_a_runner()
    {
        var host = TestHost.Graviton().Change(TestHost.Spec, "/usr/bin/nvidia-smi\n", "\"/usr/bin/nvidia-smi\\x1b[2J\\u202e##[error]\"\n").Says("nvidia-smi -L", "\u001b]0;owned\u0007\n::error::owned\n", 9)
            .File("/etc/os-release", "ID=ubuntu\nPRETTY_NAME=\"\u001b[31mUbuntu\"\n");
        _folder.With("host.json", host.Json());
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };

        foreach (var format in new[] { "table", "markdown", "json" })
        {
            var ran = await archway.RunAsync("gpu", "doctor", "--root", "host.json", "--format", format);
            Assert.Equal(0, ran.ExitCode);
            Assert.DoesNotContain('\u001b', ran.Output);
            Assert.DoesNotContain('\u202e', ran.Output);
            Assert.DoesNotContain("##[error]", ran.Output, StringComparison.Ordinal);
            Assert.DoesNotContain(ran.Output.Split('\n'), line => line.StartsWith("::error", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_broken_snapshot_is_read_or_refused_and_never_more(int seed)
    {
        Random random = new(seed);
        var hosts = TestHosts.All.Values.Select(one => one.Host().Json()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            var host = JsonNode.Parse(hosts[random.Next(hosts.Length)])!;
            Break(host, random);
            if (SnapshotReader.Read(Encoding.UTF8.GetBytes(host.ToJsonString())).Value is not { } snapshot) continue;
            var report = HostDoctor.Examine(snapshot);
            Assert.All(report.Findings, finding => Assert.NotEmpty(finding.Symptom));
        }
    }

    // Texts are what rules read; now and then another kind of value stands where one was.
    private static void Break(JsonNode host, Random random)
    {
        var files = host["files"]!.AsArray();
        for (var i = 0; i < 1 + random.Next(4); i++)
        {
            if (files.Count == 0) return;
            var file = files[random.Next(files.Count)]!.AsObject();
            switch (random.Next(6))
            {
                case 0:
                    files.Remove(file);
                    break;
                case 1:
                    file[file.ElementAt(random.Next(file.Count)).Key] = random.Next(3) switch { 0 => null, 1 => JsonValue.Create(long.MaxValue), _ => new JsonArray() };
                    break;
                case 2 when host["commands"]!.AsArray() is { Count: > 0 } commands:
                    var command = commands[random.Next(commands.Count)]!;
                    command["output"] = Torn(command["output"]?.GetValue<string>() ?? "", random);
                    command["exitCode"] = random.Next(-5, 20);
                    break;
                default:
                    if (file["text"] is { } text && text.GetValueKind() == System.Text.Json.JsonValueKind.String) file["text"] = Torn(text.GetValue<string>(), random);
                    break;
            }
        }
    }

    private static string Torn(string text, Random random)
    {
        const string Odd = "\"'{}[]()=:,\n\t@/*\0\u001b\u202e0123456789-..nvidia";
        StringBuilder torn = new(text);
        for (var i = 0; i < 1 + random.Next(6) && torn.Length > 0; i++)
        {
            var at = random.Next(torn.Length);
            if (random.Next(3) == 0) torn.Remove(at, Math.Min(random.Next(1, 40), torn.Length - at));
            else torn.Insert(at, random.Next(4) == 0 ? new string(Odd[random.Next(Odd.Length)], random.Next(1, 300)) : Odd[random.Next(Odd.Length)].ToString());
        }

        return torn.ToString();
    }

    public void Dispose() => _folder.Dispose();
}
