using System.Text.RegularExpressions;
using Archway.Aws;
using Archway.Oci;
using Archway.Oci.References;

namespace Archway.Scanning;

/// <summary>Reads the targets that are asked for with AWS credentials: <c>ecs:</c> and <c>ecr:</c>.</summary>
internal static partial class AwsTarget
{
    private const string EcsScheme = "ecs:";
    private const string EcrScheme = "ecr:";

    /// <summary>The target, or what is wrong with it; null where the text is none of these.</summary>
    internal static Parsed<ScanTarget>? Read(string text) => text.StartsWith(EcsScheme, StringComparison.Ordinal) ? Ecs(text, text[EcsScheme.Length..])
        : text.StartsWith(EcrScheme, StringComparison.Ordinal) ? Ecr(text, text[EcrScheme.Length..])
        : null;

    private static Parsed<ScanTarget> Ecr(string text, string named) => named.Split('/') switch
    {
        [var account] when AccountNumber().IsMatch(account) => Parsed.Value<ScanTarget>(new ScanTarget.LiveRegistry(text, account, null)),
        [var account, var region] when AccountNumber().IsMatch(account) && AwsService.IsRegion(region) => Parsed.Value<ScanTarget>(new ScanTarget.LiveRegistry(text, account, region)),
        _ => Parsed.Problem<ScanTarget>($"'{WrittenLogin.Hide(text)}' names no registry of Amazon ECR; write ecr:ACCOUNT/REGION, such as ecr:123456789012/eu-central-1"),
    };

    private static Parsed<ScanTarget> Ecs(string text, string named)
    {
        if (named.Length == 0) return Parsed.Value<ScanTarget>(new ScanTarget.LiveEcs(text, null, null));
        if (ClusterArn().Match(named) is { Success: true } arn)
            return Parsed.Value<ScanTarget>(new ScanTarget.LiveEcs(text, arn.Groups["region"].Value, arn.Groups["cluster"].Value));
        var (region, cluster) = named.Split('/') switch
        {
            [var only] => (null, only),
            [var before, var after] => (before, after.Length > 0 ? after : null),
            _ => (null, ""),
        };
        return (region is null || AwsService.IsRegion(region)) && (cluster is null || ClusterName().IsMatch(cluster))
            ? Parsed.Value<ScanTarget>(new ScanTarget.LiveEcs(text, region, cluster))
            : Parsed.Problem<ScanTarget>($"'{WrittenLogin.Hide(text)}' names no cluster of Amazon ECS; write ecs:CLUSTER, ecs:REGION/CLUSTER, ecs:REGION/ for all of a region, or ecs: for all of yours");
    }

    [GeneratedRegex(@"\A[0-9]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex AccountNumber();

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,255}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ClusterName();

    [GeneratedRegex(@"\Aarn:aws[a-z-]*:ecs:(?<region>[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}):[0-9]{12}:cluster/(?<cluster>[A-Za-z0-9_-]{1,255})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ClusterArn();
}
