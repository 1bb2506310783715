using System.Collections.Immutable;
using System.CommandLine;
using Archway.Cli.Files;
using Archway.Cli.Reports;
using Archway.Cli.Terminal;
using Archway.Oci.Platforms;
using Archway.Placing.Constraining;
using Archway.Placing.Images;
using Archway.Placing.Manifests;
using Archway.Placing.Scheduling;
using Archway.Reading;

namespace Archway.Cli.Commands;

/// <summary><c>archway place FILE…</c></summary>
internal static class PlaceCommand
{
    private const string TolerationName = "--toleration";
    private const string EveryArmTaint = "arm";
    private static readonly ImmutableArray<Platform> Asked = [Platform.Of("linux", "amd64"), Platform.LinuxArm64];

    internal static Command Create(Surroundings surroundings)
    {
        Argument<string[]> files = new("file") { Description = "A file of workloads, in YAML or JSON, or a folder of them. Default: standard input, placed on standard output.", Arity = ArgumentArity.ZeroOrMore };
        Option<ArchitecturePreference?> prefer = new("--prefer")
        {
            Description = "An architecture that pods would rather have, with a weight: arm64, linux/arm64:80.",
            HelpName = "arch[:weight]",
            CustomParser = Arguments.Read(ArchitecturePreference.Read),
        };
        Option<string[]> tolerations = new(TolerationName)
        {
            Description = "Let pods whose every image runs on arm64 onto nodes with this taint. Without a value: kubernetes.io/arch=arm64:NoSchedule and arm=true:NoSchedule.",
            HelpName = "taint",
        };
        tolerations.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value != EveryArmTaint))
                if (Taint.Read(token.Value).Problem is { } problem) result.AddError(problem);
        });
        Option<string> form = new Option<string>("--as") { Description = "How one architecture that remains is written.", HelpName = "affinity|nodeSelector", DefaultValueFactory = _ => "affinity" }
            .AcceptOnlyFromAmong("affinity", "nodeSelector");
        Option<bool> write = new("--write", "-w") { Description = "Change the files; without it a diff of what would be changed is printed." };
        var quiet = Arguments.Quiet();
        AskingOptions.Surface asking = new();
        TaughtCommand command = new("place", "Gives workloads the node affinity that their images need.",
            """
            What is written stays, and is never made wider: the architectures are asked for in every term besides. A pod with an image that is not known is left.

            Examples:
              archway place deploy/*.yaml
              archway place deploy/cart.yaml --prefer arm64:80 --toleration --write
              helm template shop | archway place | kubectl apply -f -
            """) { files, prefer, tolerations, form, write, quiet };
        foreach (var option in asking.All) command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(files) ?? [], new()
        {
            Preferred = parsed.GetValue(prefer)?.Architecture,
            Weight = parsed.GetValue(prefer)?.Weight ?? 1,
            Tolerated = [.. (parsed.GetValue(tolerations) ?? []).SelectMany(word => word == EveryArmTaint ? PlacingOptions.ArmTaints : [Taint.Read(word).ValueOrThrow()])],
            AsNodeSelector = parsed.GetValue(form) == "nodeSelector",
        }, parsed.GetValue(write), asking.Read(parsed), parsed.GetValue(quiet), surroundings, cancellationToken));
        return command;
    }

    /// <summary>The arguments with the value that a lone <c>--toleration</c> stands for: an option or a file behind it is another argument.</summary>
    /// <remarks>Any other word is taken for a taint, so that a misspelt one is said to be misspelt.</remarks>
    internal static IReadOnlyList<string> Complete(IReadOnlyList<string> words, string workingFolder) =>
        [.. words.Select((word, i) => word == TolerationName && (i + 1 == words.Count || IsAnother(words[i + 1], workingFolder)) ? $"{TolerationName}={EveryArmTaint}" : word)];

    private static bool IsAnother(string word, string workingFolder) => word.Length == 0 || word[0] == '-'
        || (Taint.Read(word).Value is null && Path.Exists(Path.Combine(workingFolder, word)));

    private static async Task<int> RunAsync(
        string[] files, PlacingOptions options, bool write, AskingOptions asking, bool quiet, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var names = ManifestFile.Named(files is [] ? ["-"] : files, surroundings);
        List<(string Name, SourceText Source)> sources = [];
        foreach (var name in names) sources.Add((name, await ManifestFile.ReadAsync(name, surroundings, cancellationToken)));
        List<string> unread = [];
        var images = sources.SelectMany(one => ManifestFile.Documents(one.Source).SelectMany(document =>
        {
            unread.AddRange(PodTemplate.Unread(document));
            return PodTemplate.In(one.Source, document);
        })).SelectMany(template => template.Images).ToArray();
        using var engine = await Engine.StartAsync(asking, surroundings, cancellationToken);
        var known = await ProgressBar.WhileAsync(surroundings, quiet, _ => KnownImages.AskAsync(engine.Scanner, images, Asked, cancellationToken));
        PlaceReport report = new(write, surroundings);
        foreach (var (name, source) in sources) report.Add(name, source.Text, PlacedManifest.Of(source, known, options, cancellationToken));
        report.End(quiet);
        if (!quiet) engine.TellRemarks(surroundings, ManifestFile.RemarkOf(unread, "left as they are") is { } remark ? [remark] : []);
        return ExitCodes.Done;
    }
}
