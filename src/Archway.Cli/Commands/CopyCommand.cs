using System.Collections.Immutable;
using System.CommandLine;
using Archway.Assembling;
using Archway.Cli.Files;
using Archway.Cli.Reports;
using Archway.Cli.Terminal;
using Archway.Oci.Layouts;
using Archway.Oci.References;
using Archway.Oci.Registries;

namespace Archway.Cli.Commands;

/// <summary><c>archway copy SRC DST</c></summary>
internal static class CopyCommand
{
    private const int ImagesAtOnce = 3;

    internal static Command Create(Surroundings surroundings)
    {
        Argument<string[]> images = new("image")
        {
            Description = "The image to copy, and where to: references, oci:FOLDER[:NAME], oci-archive:FILE[:NAME]; docker-archive:FILE[:NAME] to copy from.",
            HelpName = "from to",
            Arity = new ArgumentArity(0, 2),
        };
        Option<string?> list = new("--list")
        {
            Description = "A file of many copies, 'FROM TO' in a line; - for standard input.",
            HelpName = "file",
        };
        var platforms = Arguments.SomePlatforms("A platform to copy, as os/architecture; may be repeated. Default: all there are, byte for byte.");
        Option<bool> withoutReferrers = new("--no-referrers") { Description = "Leave signatures, attestations and whatever else refers to the image behind." };
        var format = Arguments.Format("table", "json");
        var quiet = Arguments.Quiet();
        AskingOptions.Surface asking = new();
        TaughtCommand command = new("copy", "Copies images between registries, layouts and archives: all platforms, or some of them.",
            """
            Without --platform the bytes are kept and so is the digest; with it the index is rewritten, and both digests are told. Attestations inside an
            index go with the platforms they are about; signatures and the like that refer to an image from outside go with it.
            An image appears at its new place when all of it is there. What is there already is not sent again.
            Answers 0 when everything was copied, 2 when something was not.

            Examples:
              archway copy docker.io/library/nginx:1.27 registry.lan/hub/nginx:1.27
              archway copy ghcr.io/acme/api:2.1 registry.lan/api:2.1 --platform linux/arm64
              archway copy ghcr.io/acme/api:2.1 oci:./images:api
              archway copy oci-archive:api.tar registry.lan/api:2.1
              archway copy --list images.txt --format json > digests.json
            """) { images, list, platforms, withoutReferrers, format, quiet };
        foreach (var option in asking.OfWriting) command.Options.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            CopyRequest Request(string from, string to, string where) =>
                new(Source(from, where, surroundings), Source(to, where, surroundings))
                {
                    Platforms = [.. parsed.GetValue(platforms) ?? []],
                    WithReferrers = !parsed.GetValue(withoutReferrers),
                };
            var requests = (parsed.GetValue(list), parsed.GetValue(images)) switch
            {
                ({ } file, null or []) => await ReadListAsync(file, Request, surroundings, cancellationToken),
                (null, [var from, var to]) => [Request(from, to, "")],
                ({ }, _) => throw new CommandException("copy takes either an image and where to, or --list"),
                _ => throw new CommandException("copy takes an image and where to, as in archway copy nginx:1.27 registry.lan/nginx:1.27"),
            };
            return await RunAsync(requests, asking.Read(parsed), parsed.GetValue(format)!, parsed.GetValue(quiet), surroundings, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        ImmutableArray<CopyRequest> requests, AskingOptions asking, string format, bool quiet, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (requests.GroupBy(request => request.To.ToString()).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new CommandException($"{twice.Count()} images are to be copied to {twice.Key}; give each a name of its own");
        foreach (var request in requests) ArchivePlace.Check(request.To);
        using var engine = await Engine.StartAsync(asking, surroundings, cancellationToken);
        return await ProgressBar.WhileAsync(surroundings, quiet, async progress =>
        {
            TransferTally tally = new(progress is null ? null : (done, total) => progress.ReportBytes("copying", done, total));
            ImageCopier copier = new(new ImageSources(engine.Registries, surroundings.Time), tally);
            var outcomes = new CopyOutcome[requests.Length];
            ParallelOptions options = new() { MaxDegreeOfParallelism = ImagesAtOnce, CancellationToken = cancellationToken };
            await Parallel.ForAsync(0, requests.Length, options, async (i, stop) =>
            {
                try
                {
                    outcomes[i] = new(requests[i], await copier.CopyAsync(requests[i], stop), null);
                }
                catch (RegistryException e)
                {
                    outcomes[i] = new(requests[i], null, e.Message);
                }
            });
            CopyReport.Write(outcomes, tally, format, quiet, surroundings);
            if (!quiet) engine.TellCredentialProblems(surroundings);
            return Array.TrueForAll(outcomes, outcome => outcome.Problem is null) ? ExitCodes.Done : ExitCodes.Failed;
        });
    }

    private static async Task<ImmutableArray<CopyRequest>> ReadListAsync(
        string file, Func<string, string, string, CopyRequest> request, Surroundings surroundings, CancellationToken cancellationToken)
    {
        using var opened = file == "-" ? null : File.OpenText(Path.GetFullPath(file, surroundings.WorkingFolder));
        var lines = await InputList.ReadAsync(opened ?? surroundings.Input, cancellationToken);
        return
        [
            .. lines.Select(line => line.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var from, var to]
                ? request(from, to, $"{(file == "-" ? "standard input" : file)}:{line.Line}: ")
                : throw new CommandException($"{(file == "-" ? "standard input" : file)}:{line.Line}: write an image and where to, 'FROM TO'")),
        ];
    }

    private static ImageSource Source(string text, string where, Surroundings surroundings) => ImageSource.Read(text) is { Problem: { } problem }
        ? throw new CommandException(where + problem)
        : ImageSource.Parse(text).From(surroundings.WorkingFolder);
}
