using System.Globalization;
using System.Text.RegularExpressions;
using Archway.Judging.Sources.Data;
using Archway.Reading.Data;
using Archway.Reading.Kubernetes;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>A container that asks for GPUs in a way that every API server refuses: without a limit, with two amounts, or for a part of one.</summary>
internal sealed partial class G105GpuAmount() : DataRule("G105", Severity.Blocker)
{
    protected override IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context)
    {
        if (!DataText.Of(document).Contains("nvidia.com/", StringComparison.Ordinal)) return [];
        return PodPlaces.WithContainers(document)
            .SelectMany(pod => ((string[])["containers", "initContainers"]).SelectMany(list => pod.Node[list]?.Items ?? []))
            .SelectMany(container => Check(document, container));
    }

    private IEnumerable<SourceFinding> Check(DataDocument document, DataNode container)
    {
        var (limits, requests) = (container["resources"]?["limits"], container["resources"]?["requests"]);
        foreach (var (asked, isRequest) in Asked(requests, true).Concat(Asked(limits, false)))
        {
            // What a template fills in is not known here.
            if (Amount(asked.Value) is not { } amount) continue;
            if (amount % 1 != 0)
            {
                yield return At(document, asked, $"GPUs are handed out whole, and {asked.Key.Value} is {asked.Value.Text} here: the API server refuses the pod; "
                    + "to share one, let the device plugin do it (time slicing, MPS, MIG), and ask for 1");
            }
            else if (isRequest && limits is null or DataMapping && limits?[asked.Key.Value] is null)
            {
                yield return At(document, asked,
                    $"{asked.Key.Value} has a request and no limit, which it needs: the API server refuses the pod; set the limit, and leave the request out");
            }
            else if (isRequest && Amount(limits![asked.Key.Value]) is { } limit && limit != amount)
            {
                yield return At(document, asked,
                    $"{asked.Key.Value} has a request of {asked.Value.Text} and a limit of {limits[asked.Key.Value]!.Text}, which must be the same: the API server refuses the pod");
            }
        }
    }

    private static IEnumerable<(DataMember Member, bool IsRequest)> Asked(DataNode? amounts, bool isRequest) =>
        (amounts?.Members ?? []).Where(member => GpuAsk.IsGpu(member.Key.Value)).Select(member => (member, isRequest));

    private static decimal? Amount(DataNode? node) => node?.Text is { } text && Written().Match(text) is { Success: true } match
        ? decimal.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) / (match.Groups["milli"].Success ? 1000 : 1)
        : null;

    private SourceFinding At(DataDocument document, DataMember asked, string message) =>
        Found(document.Source, asked.Key.Start, asked.Key.Length, message);

    [GeneratedRegex(@"\A(?<number>[0-9]{1,9}(\.[0-9]{1,9})?)(?<milli>m)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Written();
}
