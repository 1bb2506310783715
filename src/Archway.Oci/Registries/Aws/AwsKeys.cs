namespace Archway.Oci.Registries.Aws;

/// <summary>What a request to AWS is signed with.</summary>
/// <param name="AccessKeyId">Which key.</param>
/// <param name="SecretAccessKey">The key.</param>
/// <param name="SessionToken">The token of a temporary key; null for a lasting one.</param>
/// <param name="Source">Where it was found, fit to be shown.</param>
internal sealed record AwsKeys(string AccessKeyId, string SecretAccessKey, string? SessionToken, string Source)
{
    /// <summary>The keys that AWS's tools would use, first found first; null where there are none.</summary>
    /// <remarks>The environment, then the shared files. Roles of machines and containers are not asked for: their addresses are link-local.</remarks>
    /// <exception cref="FormatException">A file cannot be read, or names a profile that has no keys in it.</exception>
    internal static AwsKeys? Find(AwsPlaces places)
    {
        if (places is { AccessKeyId: { Length: > 0 } id, SecretAccessKey: { Length: > 0 } secret })
            return new(id, secret, places.SessionToken is { Length: > 0 } token ? token : null, "AWS_ACCESS_KEY_ID");
        if ((places.AccessKeyId is { Length: > 0 }) != (places.SecretAccessKey is { Length: > 0 }))
            throw new FormatException("of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment only one is set");
        var profile = ProfileOf(places);
        var found = InFile(AwsFile.OfCredentials(places), profile) ?? InFile(AwsFile.OfConfig(places), AwsFile.SectionOf(profile));
        return found is not null || places.Profile is not { Length: > 0 } ? found : throw new FormatException(WithoutKeys(places));
    }

    /// <summary>Which profile is meant.</summary>
    internal static string ProfileOf(AwsPlaces places) => places.Profile is { Length: > 0 } named ? named : "default";

    /// <summary>Why a profile has no keys, and what to do.</summary>
    internal static string WithoutKeys(AwsPlaces places)
    {
        var profile = ProfileOf(places);
        var settings = AwsFile.OfConfig(places)?.Section(AwsFile.SectionOf(profile));
        return $"the AWS profile '{profile}' has no keys in {places.Name ?? "~/.aws"}{(FormOf(settings) is { } form ? $": it is one {form}" : "")}; profiles of SSO and of roles are not read, "
            + "their keys are: aws configure export-credentials --format env";
    }

    // https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
    internal static string? FormOf(IReadOnlyDictionary<string, string>? settings) => settings is null ? null
        : settings.ContainsKey("sso_session") || settings.ContainsKey("sso_start_url") ? "of SSO (IAM Identity Center)"
        : settings.ContainsKey("web_identity_token_file") ? "of a web identity (web_identity_token_file)"
        : settings.ContainsKey("role_arn") ? "of a role (role_arn)"
        : settings.ContainsKey("credential_process") ? "of a program (credential_process)"
        : settings.ContainsKey("login_session") ? "of aws login (login_session)"
        : null;

    /// <summary>Where the keys were found; never the keys.</summary>
    public override string ToString() => $"AWS keys from {Source}";

    private static AwsKeys? InFile(AwsFile? file, string section)
    {
        if (file is null) return null;
        var settings = file.Section(section);
        var (id, secret) = (settings.GetValueOrDefault("aws_access_key_id", ""), settings.GetValueOrDefault("aws_secret_access_key", ""));
        if ((id.Length > 0) != (secret.Length > 0))
            throw new FormatException($"[{section}] in {file.Told} has only one of aws_access_key_id and aws_secret_access_key");
        return id.Length == 0 ? null : new(id, secret, settings.GetValueOrDefault("aws_session_token") is { Length: > 0 } token ? token : null, file.Told);
    }
}
