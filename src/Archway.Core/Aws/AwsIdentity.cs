using Archway.Oci.Registries.Aws;

namespace Archway.Aws;

/// <summary>Who asks AWS, and in which region.</summary>
/// <param name="Keys">What is signed with.</param>
/// <param name="Region">The region.</param>
internal sealed record AwsIdentity(AwsKeys Keys, string Region)
{
    /// <summary>Who the environment says, and the region that is named or that it says.</summary>
    /// <param name="region">The region; null for that of the environment or the profile.</param>
    /// <param name="variable">Tells a variable of the environment, or null.</param>
    /// <exception cref="AwsException">There are no keys or no region, or they cannot be read.</exception>
    internal static AwsIdentity Of(string? region, Func<string, string?> variable)
    {
        try
        {
            var places = AwsPlaces.Of(variable);
            var found = region ?? Set("AWS_REGION") ?? Set("AWS_DEFAULT_REGION")
                ?? AwsFile.OfConfig(places)?.Section(AwsFile.SectionOf(AwsKeys.ProfileOf(places))).GetValueOrDefault("region");
            if (found is not { Length: > 0 })
                throw new AwsException(AwsFault.Configuration, "no region is named; write it into the target, as ecs:eu-central-1/ or ecr:123456789012/eu-central-1, or set AWS_REGION");
            if (!AwsService.IsRegion(found)) throw new AwsException(AwsFault.Configuration, $"'{Shown(found)}' is not the name of an AWS region, such as eu-central-1");
            return new(AwsKeys.Find(places) ?? throw new AwsException(AwsFault.Configuration, WithoutKeys(places, variable)), found);
        }
        catch (FormatException e)
        {
            throw new AwsException(AwsFault.Configuration, e.Message, e);
        }

        string? Set(string name) => variable(name) is { Length: > 0 } value ? value : null;
    }

    private static string WithoutKeys(AwsPlaces places, Func<string, string?> variable)
    {
        var settings = AwsFile.OfConfig(places)?.Section(AwsFile.SectionOf(AwsKeys.ProfileOf(places)));
        if (AwsKeys.FormOf(settings) is not null) return AwsKeys.WithoutKeys(places);
        var others = variable("AWS_WEB_IDENTITY_TOKEN_FILE") is { Length: > 0 } ? "the role of this pod (AWS_WEB_IDENTITY_TOKEN_FILE) is not asked for; "
            : variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is { Length: > 0 } || variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") is { Length: > 0 }
                ? "the role of this container (AWS_CONTAINER_CREDENTIALS_…) is not asked for, since no link-local address is; "
            : "";
        return $"there are no AWS credentials: neither AWS_ACCESS_KEY_ID nor a profile in ~/.aws is set; {others}"
            + "log in with aws, then: eval \"$(aws configure export-credentials --format env)\"";
    }

    private static string Shown(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
