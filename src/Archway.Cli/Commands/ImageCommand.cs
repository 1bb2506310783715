using System.Collections.Immutable;
using System.CommandLine;
using Archway.Cli.Reports;
using Archway.Cli.Terminal;
using Archway.Oci.Platforms;
using Archway.Oci.References;

namespace Archway.Cli.Commands;

/// <summary><c>archway image REF…</c></summary>
internal static class ImageCommand
{
    internal static Command Create(Surroundings surroundings)
    {
        Argument<ImageSource[]> images = new("image")
        {
            Description = "An image as Docker names it, or oci:FOLDER[:NAME], oci-archive:FILE[:NAME], docker-archive:FILE[:NAME].",
            Arity = ArgumentArity.OneOrMore,
            CustomParser = Arguments.ReadAll(ImageSource.Read),
        };
        var platforms = Arguments.Platforms();
        var format = Arguments.Format("table", "json");
        var verify = VerifyOption.Create();
        var quiet = Arguments.Quiet();
        Option<bool> upgrade = new("--upgrade") { Description = "Where an image does not run, look for the nearest tag of its flavour that does." };
        AskingOptions.Surface asking = new();
        TaughtCommand command = new("image", "Shows images in depth: platforms, digests, sizes, media types, what each config says.",
            """
            Examples:
              archway image nginx:1.27
              archway image ghcr.io/acme/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
              archway image oci:./layout docker-archive:image.tar --format json
              archway image ghcr.io/acme/api:2.1 --verify
              archway image quay.io/acme/old:1.2.3 --upgrade
            """) { images, platforms, verify, upgrade, format, quiet };
        foreach (var option in asking.All) command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            [.. parsed.GetValue(images)!.Select(image => image.From(surroundings.WorkingFolder))], [.. parsed.GetValue(platforms)!.Distinct()],
            parsed.GetValue(verify), parsed.GetValue(upgrade), asking.Read(parsed), parsed.GetValue(format)!, parsed.GetValue(quiet), surroundings, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        ImageSource[] images, ImmutableArray<Platform> platforms, string? verify, bool upgrade, AskingOptions asking, string format, bool quiet,
        Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (Array.Find(images, image => image.Location is { } place && !Path.Exists(place)) is { } gone)
            throw new CommandException($"there is no file or folder '{gone.Path}'");
        using var engine = await Engine.StartAsync(asking, surroundings, cancellationToken);
        var judged = await ProgressBar.WhileAsync(surroundings, quiet || verify is null, progress =>
            engine.Scanner.InspectAsync(images, platforms, VerifyOption.Read(verify, progress?.Bytes), upgrade, cancellationToken));

        if (format == "json") JsonReport.Write(judged, surroundings.Output);
        else ImageReport.Write(judged, surroundings);
        if (!quiet) engine.TellRemarks(surroundings);
        return ExitCodes.Done;
    }
}
