using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Archway.Cli.Reports.Gpu;
using Archway.Gpu.Images;
using Archway.Gpu.Proving;
using Archway.Oci.Platforms;
using Archway.Oci.References;

namespace Archway.Cli.Commands.Gpu;

/// <summary><c>archway gpu test</c></summary>
internal static class GpuTestCommand
{
    private const int DefaultMinutes = 10;

    internal static Command Create(Surroundings surroundings)
    {
        Option<string?> engine = new Option<string?>("--engine") { Description = "The engine. Default: the first of docker and podman that is on the PATH.", HelpName = string.Join('|', ProofEngine.All.Select(one => one.Name)) }
            .AcceptOnlyFromAmong([.. ProofEngine.All.Select(one => one.Name)]);
        Option<ImageReference?> image = new("--image")
        {
            Description = "The image to run. Default: one whose entry for this architecture fits this driver.",
            HelpName = "image",
            CustomParser = Arguments.Read(ImageReference.Read),
        };
        Option<int> minutes = new("--minutes") { Description = "How long it may take, the image's download included.", HelpName = "number", DefaultValueFactory = _ => DefaultMinutes };
        minutes.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var written }] && !(int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 120)) result.AddError("--minutes takes a number from 1 to 120");
        });
        var format = Arguments.Format("table", "json");
        AskingOptions.Surface asking = new();
        TaughtCommand command = new("test", "Runs nvidia-smi in a container and holds what it sees against the host: the proof that GPU containers run.",
            """
            It starts one container, which is gone when it ends, reaches no network and changes nothing; the engine may
            download the image. Answers 0 when the container sees the GPUs that the host sees, 2 when it does not.

            Examples:
              archway gpu test
              archway gpu test --engine podman
              archway gpu test --image nvcr.io/nvidia/pytorch:25.10-py3
            """) { engine, image, minutes, format };
        foreach (var option in asking.OfRegistries) command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(engine), parsed.GetValue(image), TimeSpan.FromMinutes(parsed.GetValue(minutes)), asking.Read(parsed), parsed.GetValue(format)!, surroundings, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string? engineName, ImageReference? named, TimeSpan limit, AskingOptions asking, string format, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var path = surroundings.Variable("PATH");
        var engine = engineName is null ? Found(path) : ProofEngine.All.Single(one => one.Name == engineName);
        var (host, problem) = await GpuProof.AskHostAsync(path, surroundings.Time, cancellationToken);
        if (host is null) throw new CommandException(problem!);
        var known = ProofImages.HostOf(host, ArchitectureOf(RuntimeInformation.OSArchitecture));
        var (image, objections) = await PickAsync(named, known, asking, surroundings, cancellationToken);
        foreach (var objection in objections) await surroundings.Error.WriteLineAsync($"archway: passed over: {Terminal.SafeText.Clean(objection)}");
        if (image is null) throw new CommandException($"{named} is not run, since it cannot work here; leave --image out to have one picked that does");
        await surroundings.Error.WriteLineAsync($"archway: runs nvidia-smi in {image} with {engine.Name}");
        var proof = await GpuProof.RunAsync(engine, image, host, path, limit, surroundings.Time, cancellationToken);
        ProofReport.Write(proof, engine, image, format, surroundings);
        return proof.Problem is null ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static ProofEngine Found(string? path) =>
        ProofEngine.All.FirstOrDefault(one => (path ?? "").Split(Path.PathSeparator).Any(folder => Path.IsPathFullyQualified(folder) && File.Exists(Path.Combine(folder, one.Program))))
        ?? throw new CommandException("neither docker nor podman is on the PATH; archway gpu setup tells how either comes there");

    /// <summary>The image to run, and why those before it are not it; none where the one that was named cannot work.</summary>
    private static async Task<(string? Image, ImmutableArray<string> Objections)> PickAsync(
        ImageReference? named, GpuHost host, AskingOptions asking, Surroundings surroundings, CancellationToken cancellationToken)
    {
        using var engine = await Engine.StartAsync(asking, surroundings, cancellationToken);
        var objections = ImmutableArray.CreateBuilder<string>();
        var mayBeThere = false;
        ImageReference[] candidates = named is null ? [.. ProofImages.Candidates.Select(ImageReference.Parse)] : [named];
        foreach (var candidate in candidates)
        {
            var judged = await engine.Scanner.InspectAsync([ImageSource.Read(candidate.ToString()).ValueOrThrow()], [Platform.Of("linux", host.Architecture!)], contents: null, findsUpgrades: false, cancellationToken);
            if (ProofImages.Objection(judged[0].Facts, host) is not { } objection) return (candidate.ToString(), objections.ToImmutable());
            objections.Add(objection);
            mayBeThere = ProofImages.MayBeThere(judged[0].Facts);
        }

        // The engine may have what no registry answers for; the image without CUDA asks nothing of a driver.
        return (named is null || mayBeThere ? candidates[^1].ToString() : null, objections.ToImmutable());
    }

    private static string ArchitectureOf(Architecture architecture) => architecture switch
    {
        Architecture.Arm64 => "arm64",
        Architecture.X64 => "amd64",
        var other => other.ToString().ToLowerInvariant(),
    };
}
