using System.CommandLine;
using System.CommandLine.Parsing;
using Archway.Assembling;
using Archway.Cli.Files;
using Archway.Cli.Reports;
using Archway.Cli.Terminal;
using Archway.Oci.Layouts;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Scanning;
using Archway.Verifying;

namespace Archway.Cli.Commands;

/// <summary>The options of the commands that write, and what they have in common.</summary>
internal sealed class IndexOptions
{
    private readonly AskingOptions.Surface _asking = new();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print the index, and write nothing." };
    private readonly Option<string> _format = Arguments.Format("table", "json");
    private readonly Option<bool> _quiet = Arguments.Quiet();
    private readonly Option<string?> _verify = VerifyOption.Create();
    private readonly Option<bool> _noVerify = new("--no-verify") { Description = "Read nothing of the images but their manifests and configs." };

    internal Option<ImageSource> To { get; } = new("--to")
    {
        Description = "Where to write the changed image. Default: where it is.",
        HelpName = "ref",
        CustomParser = Arguments.Read(ImageSource.Read),
    };

    internal Option<Platform[]> Require { get; } = new("--require")
    {
        Description = "A platform that must be in it in the end; may be repeated.",
        HelpName = "os/arch",
        CustomParser = Arguments.ReadList(Platform.Read),
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    internal Option<string[]> Annotations { get; } = new("--annotation", "-a")
    {
        Description = "What to note in the index, NAME=VALUE; may be repeated.",
        HelpName = "name=value",
        CustomParser = result => ReadNotes(result, note => note),
    };

    internal Option<EntryAnnotation[]> EntryAnnotations { get; } = new("--entry-annotation")
    {
        Description = "What to note beside the entry of a platform, PLATFORM:NAME=VALUE; may be repeated.",
        HelpName = "platform:name=value",
        CustomParser = ReadEntryNotes,
    };

    internal Option<string?> Type { get; } = new Option<string?>("--type")
    {
        Description = "An OCI index or Docker's manifest list. Default: Docker's where all images are Docker's.",
        HelpName = "oci|docker",
    }.AcceptOnlyFromAmong("oci", "docker");

    /// <summary>How the report is written, without the short name that a Dockerfile has in builds.</summary>
    internal void GiveUpShortFormat() => _format.Aliases.Remove("-f");

    internal Option[] Checking => [_verify, _noVerify];

    internal void AddTo(Command command, Option[] checking, Option[] own)
    {
        foreach (var option in own.Concat(checking).Concat([_dryRun, _format, _quiet]).Concat(_asking.OfWriting)) command.Options.Add(option);
    }

    internal Task<int> RunAsync(ParseResult parsed, IndexRequest request, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var folder = surroundings.WorkingFolder;
        request = request with
        {
            Target = request.Target.From(folder),
            Base = request.Base?.From(folder),
            Images = [.. request.Images.Select(image => image.From(folder))],
            Required = [.. parsed.GetValue(Require) ?? []],
            Annotations = [.. (parsed.GetValue(Annotations) ?? []).Select(Split)],
            EntryAnnotations = [.. parsed.GetValue(EntryAnnotations) ?? []],
            IsDocker = parsed.GetValue(Type) is { } type ? type == "docker" : null,
        };
        return RunAsync(parsed, surroundings, (sources, _, _, stop) => new IndexAssembler(sources, new(changed: null)).PlanAsync(request, stop), cancellationToken);
    }

    /// <summary>Plans an index, checks it, and publishes it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="surroundings">The run's.</param>
    /// <param name="plan">Makes the plan, with a folder for what lies there until it is published, and someone to tell what programs say.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task<int> RunAsync(
        ParseResult parsed, Surroundings surroundings, Func<ImageSources, string, Action<string>, CancellationToken, Task<PlannedIndex>> plan,
        CancellationToken cancellationToken)
    {
        var quiet = parsed.GetValue(_quiet);
        if (parsed.GetValue(_noVerify) && parsed.GetValue(_verify) is not null) throw new CommandException("--verify and --no-verify exclude each other");
        using var engine = await Engine.StartAsync(_asking.Read(parsed), surroundings, cancellationToken);
        ImageSources sources = new(engine.Registries, surroundings.Time);
        using WorkFolder work = new();
        try
        {
            var planned = await plan(sources, work.Path, Hear, cancellationToken);
            return await ProgressBar.WhileAsync(surroundings, quiet, async progress =>
            {
                TransferTally tally = new(progress is null ? null : (done, total) => progress.ReportBytes("copying", done, total));
                if (!quiet) Tell(planned.Remarks, surroundings);
                if (!parsed.GetValue(_noVerify)) await CheckAsync(planned, parsed.GetValue(_verify), progress?.Bytes, quiet, surroundings, cancellationToken);
                if (parsed.GetValue(_dryRun))
                {
                    IndexReport.WriteRaw(planned.Index, surroundings);
                    return ExitCodes.Done;
                }

                ArchivePlace.Check(planned.Request.Target);
                await new IndexAssembler(sources, tally).PublishAsync(planned, cancellationToken);
                IndexReport.Write(planned.Index, planned.Before, parsed.GetValue(_format)!, surroundings, planned.Request.Target.ToString());
                if (!quiet) engine.TellCredentialProblems(surroundings);
                return ExitCodes.Done;
            });
        }
        catch (RegistryException e)
        {
            throw new CommandException(e.Message);
        }

        void Hear(string line)
        {
            if (quiet) return;
            lock (work) surroundings.Error.WriteLine(SafeText.Clean(line));
        }
    }

    private static async Task CheckAsync(
        PlannedIndex plan, string? verify, ReadingProgress? progress, bool quiet, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (plan.Added is not { Length: > 0 } platforms) return;
        var name = plan.Request.Target.ToString();
        var judged = await Scanner.JudgeAsync(name, plan, platforms, VerifyOption.Read(verify ?? "entrypoint", progress), cancellationToken);
        if (IndexCheck.Refusal(judged, wantsProof: verify is not null) is { } refusal)
            throw new CommandException($"{name} is not published: {refusal}; --no-verify publishes it all the same");
        if (quiet) return;
        Tell(IndexCheck.Remarks(judged), surroundings);
    }

    private static void Tell(IEnumerable<string> remarks, Surroundings surroundings)
    {
        foreach (var remark in remarks) surroundings.Error.WriteLine($"archway: {SafeText.Clean(remark)}");
    }

    private static KeyValuePair<string, string> Split(string note) =>
        new(note[..note.IndexOf('=', StringComparison.Ordinal)], note[(note.IndexOf('=', StringComparison.Ordinal) + 1)..]);

    private static T[] ReadNotes<T>(ArgumentResult result, Func<string, T> read)
    {
        List<T> notes = [];
        foreach (var token in result.Tokens)
            if (token.Value.IndexOf('=', StringComparison.Ordinal) > 0 && !token.Value.Any(char.IsControl)) notes.Add(read(token.Value));
            else result.AddError($"'{token.Value}' is no annotation; write it as NAME=VALUE");
        return [.. notes];
    }

    private static EntryAnnotation[] ReadEntryNotes(ArgumentResult result)
    {
        List<EntryAnnotation> notes = [];
        foreach (var token in result.Tokens)
        {
            var colon = token.Value.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && token.Value.IndexOf('=', colon) > colon + 1 && Platform.Read(token.Value[..colon]).Value is { } platform)
                notes.Add(new(platform, Split(token.Value[(colon + 1)..]).Key, Split(token.Value[(colon + 1)..]).Value));
            else
                result.AddError($"'{token.Value}' is no annotation of an entry; write it as PLATFORM:NAME=VALUE, like linux/arm64:tested=yes");
        }

        return [.. notes];
    }
}
