using System.Text.RegularExpressions;

namespace Archway.Oci.Registries.Aws;

/// <summary>A private registry of Amazon ECR, told by its host's whole name: a name that merely holds one, or ends like one, is none.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/general/latest/gr/ecr.html"/></remarks>
/// <param name="Account">The account that owns the registry, twelve digits; it need not be the asker's own.</param>
/// <param name="Region">The region it lies in, such as <c>eu-central-1</c>.</param>
/// <param name="IsFips">Whether its FIPS endpoint is meant.</param>
/// <param name="Suffix">The domain of its partition, such as <c>amazonaws.com</c>.</param>
internal sealed partial record EcrHost(string Account, string Region, bool IsFips, string Suffix)
{
    /// <summary>The ECR registry that a host's name means; null when it means none.</summary>
    internal static EcrHost? Find(string host) => host.Contains(".dkr", StringComparison.Ordinal) && Form().Match(host) is { Success: true } match
        ? new(match.Groups["account"].Value, match.Groups["region"].Value, match.Groups["fips"].Success, match.Groups["suffix"].Value)
        : null;

    // Names are compared as they are: references hold lower case only. The names of dual-stack endpoints have a hyphen and end in on.aws.
    [GeneratedRegex(
        """\A(?<account>[0-9]{12})\.dkr[.-]ecr(?<fips>-fips)?\.(?<region>[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2})\.(?<suffix>amazonaws\.(com(\.cn)?|eu)|on\.(aws|amazonwebservices\.com\.cn)|sc2s\.sgov\.gov|c2s\.ic\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)\z""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
