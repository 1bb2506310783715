using System.Diagnostics;
using Archway.Cli.Tests.Verifying;
using Archway.Reading.Data;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Pipelines;

/// <summary>A machine that runs the commands of a build specification as CodeBuild does, with stand-ins for what a daemon or a cloud would do.</summary>
internal sealed class CodeBuildMachine : IDisposable
{
    private const string Skopeo = "/usr/bin/skopeo";

    // What it builds lies ready as a layout for each platform; it pushes that under its digest, and leaves the digest where BuildKit does.
    private const string Docker =
        """
        #!/bin/sh
        set -eu
        said="docker $*"
        case "$1 ${2:-}" in
          "login "*) said="$said < $(cat)" ;;
          "buildx create") echo one ;;
          "buildx build")
            while [ $# -gt 0 ]; do
              case "$1" in
                --platform) slug=$(echo "$2" | tr / -) ;;
                --metadata-file) metadata=$2 ;;
              esac
              shift
            done
            said=$(printf '%s' "$said" | sed "s|$metadata|METADATA|")
            digest=$(cat "$STAND/$slug.digest")
            "$SKOPEO" --insecure-policy copy --quiet --dest-tls-verify=false "oci:$STAND/$slug" "docker://$IMAGE@$digest"
            printf '{\n  "buildx.build.ref": "one/one0/x",\n  "containerimage.digest": "%s"\n}' "$digest" > "$metadata" ;;
          "buildx imagetools") "$SKOPEO" --insecure-policy copy --quiet --all --dest-tls-verify=false "oci:$STAND/index" "docker://$IMAGE:$TAG" ;;
        esac
        echo "$said" >> "$STAND/calls"
        """;

    private const string Aws =
        """
        #!/bin/sh
        echo "aws $*" >> "$STAND/calls"
        printf 'a-token'
        """;

    // The program itself, whose calls are noted where it joins.
    private const string Archway =
        """
        #!/bin/sh
        set -eu
        [ "$1" != index ] || echo "archway $*" >> "$STAND/calls"
        exec dotnet "$ARCHWAY" "$@"
        """;

    private readonly TempFolder _folder = new();

    /// <summary>A machine whose builds hold a program for one processor each.</summary>
    internal CodeBuildMachine(string host, ushort amd64, ushort arm64)
    {
        Assert.SkipUnless(File.Exists(Skopeo), "skopeo is not installed; as root on Debian: apt-get install skopeo");
        Assert.SkipUnless(File.Exists("/bin/bash"), "bash is not here to run the steps");
        Image = $"{host}/acme/api";
        var images = new[] { ("amd64", amd64), ("arm64", arm64) }.Select(one => (Name: one.Item1, Made: new SmallImage(one.Item1, SmallImage.Layer(("app", SmallImage.Program(one.Item2)))).Make())).ToArray();
        foreach (var (name, made) in images)
        {
            LayoutFolder.Write(In($"linux-{name}"), "any", made);
            _folder.With($"linux-{name}.digest", made.Digest.ToString());
        }

        LayoutFolder.Write(In("index"), "any", Images.Over("application/vnd.oci.image.index.v1+json",
            [.. images.Select(image => (image.Made, image.Made.Entry($"\"platform\":{{\"os\":\"linux\",\"architecture\":\"{image.Name}\"}}")))]));
        foreach (var (name, script) in new[] { ("docker", Docker), ("aws", Aws), ("archway", Archway) })
        {
            _folder.With($"bin/{name}", script + "\n");
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(In($"bin/{name}"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    internal string Image { get; }

    /// <summary>What the stand-ins were called with, in order.</summary>
    internal string[] Calls => File.Exists(In("calls")) ? File.ReadAllLines(In("calls")) : [];

    internal Task<(int ExitCode, string Digest)> BuildAsync(DataNode specification, string platform) => RunAsync(specification, new()
    {
        ["PLATFORM"] = platform,
        ["SLUG"] = platform.Replace('/', '-'),
        ["CONTEXT"] = "services/api",
        ["DOCKERFILE"] = "services/api/Dockerfile",
    });

    internal Task<(int ExitCode, string Digest)> PublishAsync(DataNode specification, string amd64, string arm64) => RunAsync(specification, new()
    {
        ["TAG"] = "1.4",
        ["DIGEST_LINUX_AMD64"] = amd64,
        ["DIGEST_LINUX_ARM64"] = arm64,
    });

    internal async Task<bool> HasTagAsync()
    {
        using HttpClient client = new();
        using HttpRequestMessage request = new(HttpMethod.Head, $"http://{Image.Split('/')[0]}/v2/acme/api/manifests/1.4");
        request.Headers.TryAddWithoutValidation("Accept", "application/vnd.oci.image.index.v1+json");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.IsSuccessStatusCode;
    }

    public void Dispose() => _folder.Dispose();

    // One shell runs all commands, and a command that fails ends the phase; then the exported variables are read.
    private async Task<(int ExitCode, string Digest)> RunAsync(DataNode specification, Dictionary<string, string> variables)
    {
        Assert.Equal("bash", specification["env"]!["shell"]!.Text);
        var digest = In(Guid.NewGuid().ToString("N"));
        var commands = Written.Commands(new("", specification)).SelectMany(phase => phase)
            // Two tests at once have one such folder each.
            .Select(command => command.Replace("/tmp/digest", In("digest"), StringComparison.Ordinal) + "\n[ $? -eq 0 ] || exit 1");
        File.Delete(In("digest"));
        ProcessStartInfo start = new("/bin/bash", ["-c", $"{string.Join('\n', commands)}\nprintf '%s' \"${{DIGEST:-}}\" > {digest}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.Path,
        };
        start.Environment["PATH"] = $"{In("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["HOME"] = _folder.Path;
        foreach (var (name, value) in variables.Concat(new Dictionary<string, string>
        {
            ["REGISTRY"] = Image.Split('/')[0],
            ["IMAGE"] = Image,
            ["AWS_REGION"] = "eu-west-1",
            ["STAND"] = _folder.Path,
            ["SKOPEO"] = Skopeo,
            ["ARCHWAY"] = Path.Combine(AppContext.BaseDirectory, "archway.dll"),
        })) start.Environment[name] = value;
        using var bash = Process.Start(start)!;
        string[] said = await Task.WhenAll(bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Concat(said));
        return (bash.ExitCode, File.Exists(digest) ? await File.ReadAllTextAsync(digest, TestContext.Current.CancellationToken) : "");
    }

    private string In(string name) => Path.Combine(_folder.Path, name);
}
