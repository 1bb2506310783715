using System.CommandLine;
using Archway.Cli.Files;
using Archway.Cli.Reports.Gpu;
using Archway.Gpu.Doctor;
using Archway.Gpu.Hosts;
using Archway.Gpu.Images.Fitting;
using Archway.Oci.Platforms;
using Archway.Oci.References;

namespace Archway.Cli.Commands.Gpu;

/// <summary><c>archway gpu doctor</c></summary>
internal static class GpuDoctorCommand
{
    internal static Command Create(Surroundings surroundings)
    {
        Option<string?> root = new("--root")
        {
            Description = "Examine another root in place of this machine: a folder, or what --save wrote. Nothing there is run.",
            HelpName = "path",
        };
        Option<string?> save = new("--save") { Description = "Write what was looked at to one file, to send to somebody; logins and other secrets are left out.", HelpName = "file" };
        Option<ImageSource> image = new("--image") { Description = "An image to hold against the host: does its GPU half work there?", HelpName = "image", CustomParser = Arguments.Read(ImageSource.Read) };
        var format = Arguments.Format("table", "markdown", "json");
        var failOn = Arguments.List("--fail-on", Thresholds.Words, "Answer 1 where a finding is so severe, or where a check could not be made; may be repeated.");
        var quiet = Arguments.Quiet();
        AskingOptions.Surface asking = new();
        TaughtCommand command = new("doctor", "Examines a host from its platform up to its engines: can it run GPU containers, and if not, why?",
            """
            It reads files and asks a few programs what they know; nothing on the machine is changed, and
            no container is started. The first line is what everything else follows from. Without root
            some checks cannot be made, and the report says which.

            Examples:
              archway gpu doctor
              archway gpu doctor --save host.json
              archway gpu doctor --root host.json --format markdown
              archway gpu doctor --root /mnt/disk --fail-on blocker
              archway gpu doctor --image nvidia/cuda:13.0.2-base-ubuntu24.04
            """) { root, save, image, format, failOn, quiet };
        foreach (var option in asking.All) command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(root), parsed.GetValue(save), parsed.GetValue(image)?.From(surroundings.WorkingFolder), asking.Read(parsed), parsed.GetValue(format)!, Thresholds.Of(parsed.GetValue(failOn) ?? []), parsed.GetValue(quiet), surroundings, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string? root, string? save, ImageSource? image, AskingOptions asking, string format, Thresholds thresholds, bool quiet, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (root is null && !OperatingSystem.IsLinux())
            throw new CommandException("this machine does not run Linux, whose GPU containers are examined here; --root FILE examines a host that --save wrote down");
        var snapshot = root is null
            ? await HostSnapshots.TakeAsync(surroundings.Variable, surroundings.Time, cancellationToken)
            : await SavedHost.ReadAsync(root, surroundings, cancellationToken);
        var report = HostDoctor.Examine(snapshot, image is null ? null : await AskAsync(image, asking, quiet, surroundings, cancellationToken));
        HostReportWriter.Write(report, root is not null, format, surroundings);
        if (save is not null)
        {
            SavedHost.Write(snapshot, save, surroundings);
            if (!quiet) await surroundings.Error.WriteLineAsync($"archway: what was looked at is in {Terminal.SafeText.Clean(save)}; archway gpu doctor --root {Terminal.SafeText.Clean(save)} examines it again");
        }

        return HostReportWriter.IsReached(report, thresholds) ? ExitCodes.Reached : ExitCodes.Done;
    }

    private static async Task<ImageOnHost> AskAsync(ImageSource image, AskingOptions asking, bool quiet, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (image.Location is { } place && !Path.Exists(place)) throw new CommandException($"there is no file or folder '{image.Path}'");
        using var engine = await Engine.StartAsync(asking, surroundings, cancellationToken);
        // Both, since an image may be stricter on one of them, which is worth a word.
        var judged = (await engine.Scanner.InspectAsync([image], [Platform.LinuxArm64, Platform.Of("linux", "amd64")], contents: null, findsUpgrades: false, cancellationToken))[0];
        if (!quiet) engine.TellRemarks(surroundings);
        return new(judged.Facts.Image, GpuImages.Find(judged.Facts), judged.Facts.Platforms.IsEmpty ? judged.Targets[0].Because : null);
    }
}
