using System.Text.RegularExpressions;
using Archway.Oci.Registries;

namespace Archway.Aws;

/// <summary>A service of AWS that is asked in its JSON protocol, version 1.1.</summary>
/// <param name="Name">What it is called in signatures and permissions: <c>ecs</c>.</param>
/// <param name="Target">What stands before its actions in <c>X-Amz-Target</c>.</param>
/// <param name="Host">What its host begins with.</param>
internal sealed partial record AwsService(string Name, string Target, string Host)
{
    /// <summary>Amazon ECS.</summary>
    internal static AwsService Ecs { get; } = new("ecs", "AmazonEC2ContainerServiceV20141113", "ecs");

    /// <summary>Amazon ECR.</summary>
    internal static AwsService Ecr { get; } = new("ecr", "AmazonEC2ContainerRegistry_V20150921", "api.ecr");

    /// <summary>Whether a text names a region by all appearances.</summary>
    internal static bool IsRegion(string text) => RegionForm().IsMatch(text);

    /// <summary>The domain that the services of a region lie in.</summary>
    // The partitions of botocore's partitions.json.
    internal static string DomainOf(string region) => region.Split('-') switch
    {
        ["cn", ..] => "amazonaws.com.cn",
        ["us", "iso", ..] => "c2s.ic.gov",
        ["us", "isob", ..] => "sc2s.sgov.gov",
        ["eu", "isoe", ..] => "cloud.adc-e.uk",
        ["us", "isof", ..] => "csp.hci.ic.gov",
        ["eusc", ..] => "amazonaws.eu",
        _ => "amazonaws.com",
    };

    /// <summary>Where it answers for a region.</summary>
    /// <exception cref="AwsException">The environment names another place, and not one that may be asked.</exception>
    internal Uri EndpointIn(string region, Func<string, string?> variable)
    {
        string[] names = [$"AWS_ENDPOINT_URL_{Name.ToUpperInvariant()}", "AWS_ENDPOINT_URL"];
        if (variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") is not "true"
            && Array.Find(names, name => variable(name) is { Length: > 0 }) is { } set)
        {
            // https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
            return Uri.TryCreate(variable(set), UriKind.Absolute, out var other) && other is { UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0 }
                && (other.Scheme == "https" || other.Scheme == "http" && Addresses.IsLoopback(other.Host))
                ? other
                : throw new AwsException(AwsFault.Configuration, $"{set} in the environment is not an address that can be asked; write it as https://host, or http://localhost:port");
        }

        var isFips = variable("AWS_USE_FIPS_ENDPOINT") == "true";
        return new($"https://{(isFips ? $"{Name}-fips" : Host)}.{region}.{DomainOf(region)}/");
    }

    [GeneratedRegex(@"\A[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex RegionForm();
}
