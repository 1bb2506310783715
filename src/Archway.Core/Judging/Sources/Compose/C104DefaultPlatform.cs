using Archway.Judging.Sources.Data;
using Archway.Oci.Platforms;
using Archway.Reading.Compose;
using Archway.Reading.Data;
using Archway.Reading.Pipelines;

namespace Archway.Judging.Sources.Compose;

/// <summary>Everything that is built or run where a variable, or an option of a development container, says for which platform.</summary>
internal sealed class C104DefaultPlatform() : DataRule("C104", Severity.Blocker)
{
    private const string Variable = "DOCKER_DEFAULT_PLATFORM";
    private const string Option = "--platform";

    protected override IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context) => document.Format switch
    {
        DevContainerFile => Options(document, context),
        ComposeFormat => Variables(document, context),
        _ => [],
    };

    private IEnumerable<SourceFinding> Variables(DataDocument document, RuleContext context)
    {
        HashSet<int> seen = [];
        foreach (var service in WrittenService.Of(document, Variable))
        {
            if (service.Members["environment"] is not { } variables || !seen.Add(variables.Start)) continue;
            if (variables is DataMapping mapping && mapping.Find(Variable) is { Value: DataScalar { Value: var value } } member
                && Lacking(value, context) is { } lacking)
                yield return Found(document.Source, member.Key.Start, DataText.EndOf(document.Source, member) - member.Key.Start ?? member.Key.Length,
                    Message(value, lacking), TakeOff(DataEdits.Remove(document.Source, mapping, member) ?? WithAll(document, service), FixSafety.Ask), lacking);
            foreach (var item in variables.Items.OfType<DataScalar>())
                if (item.Value.StartsWith(Variable + "=", StringComparison.Ordinal) && item.Value[(Variable.Length + 1)..] is var written
                    && Lacking(written, context) is { } off)
                    yield return Found(document.Source, item.Start, item.Length, Message(written, off),
                        TakeOff(DataEdits.Remove(document.Source, (DataSequence)variables, item) ?? WithAll(document, service), FixSafety.Ask), off);
        }
    }

    private IEnumerable<SourceFinding> Options(DataDocument document, RuleContext context)
    {
        if (document.Root["runArgs"] is not DataSequence arguments) yield break;
        for (var i = 0; i < arguments.Nodes.Length; i++)
        {
            var written = arguments.Nodes[i].Text switch
            {
                Option when i + 1 < arguments.Nodes.Length => arguments.Nodes[i + 1].Text,
                { } text when text.StartsWith(Option + "=", StringComparison.Ordinal) => text[(Option.Length + 1)..],
                _ => null,
            };
            if (written is null || Lacking(written, context) is not { } lacking) continue;
            var image = document.Occurrences.FirstOrDefault(place => place.Image is not null)?.Image;
            var words = arguments.Nodes[i].Text == Option ? 2 : 1;
            var edit = arguments.Nodes.Length == words ? DataEdits.Empty(document.Source, arguments)
                : words == 1 ? DataEdits.Remove(document.Source, arguments, arguments.Nodes[i]) : null;
            yield return Found(document.Source, arguments.Nodes[i].Start, arguments.Nodes[i].Length,
                $"the container runs for {written} on every machine, and so not for {lacking}",
                TakeOff(edit, FixSafety.Safe), lacking) with
            {
                Needs = image is null ? [] : [image],
                Doubt = image is null ? "whether it can be built there is for its Dockerfile to tell" : null,
            };
        }
    }

    // Where nothing else stands in the environment, that goes with it.
    private static Edit? WithAll(DataDocument document, WrittenService service) =>
        service.Own("environment") is { Value: DataMapping { Entries.Length: 1 } or DataSequence { Nodes.Length: 1 } } member
            ? DataEdits.Remove(document.Source, service.Members, member)
            : null;

    private static string Message(string value, Platform lacking) =>
        $"what is built and run with this environment is for {value} unless it says otherwise, and so not for {lacking}";

    private static Fix? TakeOff(Edit? edit, FixSafety safety) => edit is null ? null : new("take the platform off", safety, edit);

    private static Platform? Lacking(string value, RuleContext context) =>
        Platform.Read(value.Trim()) is { Value: { Os: "linux" } constant } && Architectures.LinuxAmd64.CanRun(constant) ? context.Lacking(constant) : null;
}
