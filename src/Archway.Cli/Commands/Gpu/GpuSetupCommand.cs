using System.CommandLine;
using Archway.Cli.Files;
using Archway.Cli.Reports.Gpu;
using Archway.Gpu.Hosts;
using Archway.Gpu.Setup;

namespace Archway.Cli.Commands.Gpu;

/// <summary><c>archway gpu setup</c></summary>
internal static class GpuSetupCommand
{
    internal static Command Create(Surroundings surroundings)
    {
        Option<string?> distribution = new("--distro") { Description = "The distribution and its version, as ubuntu-24.04. Default: what the host's os-release says.", HelpName = "id-version" };
        Option<string?> engine = new Option<string?>("--engine") { Description = "The engine. Default: the one that is on the host.", HelpName = string.Join('|', SetupPlans.Engines) }
            .AcceptOnlyFromAmong([.. SetupPlans.Engines]);
        Option<string?> architecture = new Option<string?>("--arch") { Description = "The architecture. Default: the host's; of another distribution arm64.", HelpName = "arm64|amd64" }.AcceptOnlyFromAmong("arm64", "amd64");
        Option<bool> cdi = new("--cdi") { Description = "Switch devices of CDI on in Docker's configuration too, as Docker before 28.2 wants it said." };
        Option<string?> root = new("--root") { Description = "The folder that holds the host's root, in place of this machine's.", HelpName = "folder" };
        Option<bool> write = new("--write", "-w") { Description = "Change the engine's configuration; each file that is changed is kept beside it. Nothing is installed or restarted." };
        var format = Arguments.Format("table", "sh", "markdown", "json");
        TaughtCommand command = new("setup", "Tells how to set GPU containers up for a distribution and an engine, from the engine itself to the proof.",
            """
            Nothing is changed without --write, and with it only the engine's configuration: every other key, comment
            and blank stays as it is, a second run changes nothing, and the diff is printed.

            Examples:
              archway gpu setup --distro ubuntu-24.04 --engine docker
              archway gpu setup --distro rhel-9 --engine podman --format sh > setup.sh
              archway gpu setup
              sudo archway gpu setup --engine containerd --write
            """) { distribution, engine, architecture, cdi, root, write, format };
        command.SetAction((parsed, cancellationToken) => RunAsync(new(
            parsed.GetValue(distribution), parsed.GetValue(engine), parsed.GetValue(architecture), parsed.GetValue(cdi), parsed.GetValue(root), parsed.GetValue(write), parsed.GetValue(format)!),
            surroundings, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(SetupRequest request, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(request.Root ?? "/", surroundings.WorkingFolder);
        if (!Directory.Exists(folder)) throw new CommandException($"cannot read {request.Root}: there is no such folder");
        var isNamed = request is { Distribution: not null, Engine: not null };
        var host = isNamed && request is { Root: null, Write: false } ? null : HostSetup.Of(HostSnapshots.Look(folder, cancellationToken));
        var engine = request.Engine ?? (host!.Engines is [var found, ..] ? found : null)
            ?? throw new CommandException($"no engine was found {(request.Root is null ? "on this machine" : $"in {request.Root}")}; name the one that is to be: --engine docker, podman, containerd, crio, k3s, rke2 or eks");
        HostFiles files = new(folder);
        var edits = host is null ? null : EngineConfigs.For(engine, files.Files, surroundings.Variable("HOME"), request.Cdi, host.HasNewContainerd);
        if (request.Write) return Write(edits!, engine, files, surroundings);

        var distribution = request.Distribution ?? host!.Distribution
            ?? throw new CommandException($"{(request.Root is null ? "this machine" : request.Root)} does not say its distribution; name it: --distro ubuntu-24.04");
        var made = SetupPlans.Make(distribution, engine, request.Architecture ?? (request.Distribution is null ? host!.Architecture : null) ?? "arm64");
        if (!made.TryGetValue(out var plan)) throw new CommandException(made.Problem!);
        SetupReport.Write(plan, request.Distribution is null ? edits : null, request.Format, surroundings);
        return plan.IsStopped ? ExitCodes.Failed : ExitCodes.Done;
    }

    private static int Write(ConfigEdits edits, string engine, HostFiles files, Surroundings surroundings)
    {
        if (edits.Problem is { } problem) throw new CommandException(problem);
        foreach (var file in edits.Files.Where(file => file.IsChange))
        {
            var backup = files.Write(file, out var diff);
            SetupReport.WriteDiff(diff, surroundings);
            surroundings.Error.WriteLine($"archway: {file.Path} is {(backup is null ? "new" : $"changed; as it was before it lies in {backup}")}");
        }

        foreach (var note in edits.Notes) surroundings.Error.WriteLine($"archway: {Terminal.SafeText.Clean(note)}");
        if (!edits.Files.Any(file => file.IsChange)) surroundings.Error.WriteLine("archway: nothing is to be changed");
        else if (SetupReport.Restart(engine) is { } restart) surroundings.Error.WriteLine($"archway: what runs does not know of it until {restart}");
        return ExitCodes.Done;
    }

    private sealed record SetupRequest(string? Distribution, string? Engine, string? Architecture, bool Cdi, string? Root, bool Write, string Format);
}
