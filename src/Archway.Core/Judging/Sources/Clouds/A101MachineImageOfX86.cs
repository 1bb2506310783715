using System.Text.RegularExpressions;
using Archway.Judging.Sources.Data;
using Archway.Reading.Data;
using Archway.Reading.Ecs;

namespace Archway.Judging.Sources.Clouds;

/// <summary>A machine image of AWS looked up by a name that means x86_64.</summary>
/// <remarks>
/// <see href="https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-ami.html"/>
/// <see href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/retrieve-ecs-optimized_AMI.html"/>
/// </remarks>
internal sealed partial class A101MachineImageOfX86() : DataRule("A101", Severity.Warning)
{
    private const string Parameters = "/aws/service/";
    private const int LongestText = 512;
    private const int MostImages = 100;

    protected override IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context)
    {
        if (document.Format is not CloudFormationTemplate || !DataText.Of(document).Contains(Parameters, StringComparison.Ordinal)) yield break;
        if (context.Lacking(Architectures.LinuxAmd64) is not { } lacking || Architectures.NameOf(lacking) != "arm64") yield break;
        HashSet<string> said = new(StringComparer.Ordinal);
        foreach (var place in DataWalk.Places(document, document.Root, _ => false))
        {
            foreach (var written in place.Node.Items
                .Concat(place.Node.Members.Where(member => member.Key.Start >= place.Node.Start).Select(member => member.Value)).OfType<DataScalar>())
            {
                if (written.Value.Length > LongestText || written.Start < place.Node.Start || ForArm(written.Value) is not { } arm) continue;
                // A template that has both chooses between them; what would be very many lookups is none.
                if (said.Add(arm) && said.Count > MostImages) yield break;
                if (DataText.Of(document).Contains(Path(arm), StringComparison.Ordinal)) continue;
                yield return Found(document.Source, written.Start, written.Length, $"this machine image is of x86_64; for {lacking} it is {Path(arm)}",
                    DataEdits.Replace(document.Source, written, arm) is { } edit ? new("take the image for arm64", FixSafety.Ask, edit) : null, lacking);
            }
        }
    }

    private static string? ForArm(string text)
    {
        if (!text.Contains(Parameters, StringComparison.Ordinal)) return null;
        if (AmazonLinux().IsMatch(text) || Named().IsMatch(text)) return text.Replace("x86_64", "arm64", StringComparison.Ordinal);
        if (OfContainers().Match(text) is { Success: true, Groups: [_, var release] }) return text.Insert(release.Index + release.Length, "/arm64");
        return OfKubernetes().Match(text) is { Success: true, Groups: [_, var system] } ? text.Insert(system.Index + system.Length, "-arm64") : null;
    }

    private static string Path(string text) => text[text.IndexOf(Parameters, StringComparison.Ordinal)..].TrimEnd('}', ' ');

    [GeneratedRegex("/aws/service/ami-amazon-linux-latest/(?:amzn2|al2023)-ami-[a-z0-9.-]*x86_64", RegexOptions.CultureInvariant)]
    private static partial Regex AmazonLinux();

    [GeneratedRegex("/aws/service/(?:bottlerocket/[a-z0-9.-]+|eks/optimized-ami/[0-9.]+/amazon-linux-2023)/x86_64/", RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    [GeneratedRegex("/aws/service/ecs/optimized-ami/(amazon-linux-2|amazon-linux-2023)/recommended", RegexOptions.CultureInvariant)]
    private static partial Regex OfContainers();

    [GeneratedRegex("/aws/service/eks/optimized-ami/[0-9.]+/(amazon-linux-2)/", RegexOptions.CultureInvariant)]
    private static partial Regex OfKubernetes();
}
