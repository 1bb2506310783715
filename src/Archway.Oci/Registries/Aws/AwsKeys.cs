namespace Archway.Oci.Registries.Aws;

/// <summary>What a request to AWS is signed with.</summary>
/// <param name="AccessKeyId">Which key.</param>
/// <param name="SecretAccessKey">The key.</param>
/// <param name="SessionToken">The token of a temporary key; null for a lasting one.</param>
/// <param name="Source">Where it was found, fit to be shown.</param>
internal sealed record AwsKeys(string AccessKeyId, string SecretAccessKey, string? SessionToken, string Source)
{
    private const int LargestFile = 1024 * 1024;

    /// <summary>The keys that AWS's tools would use, first found first; null where there are none.</summary>
    /// <remarks>The environment, then the shared files. Roles of machines and containers are not asked for: their addresses are link-local.</remarks>
    /// <exception cref="FormatException">A file cannot be read, or names a profile that has no keys in it.</exception>
    internal static AwsKeys? Find(AwsPlaces places)
    {
        if (places is { AccessKeyId: { Length: > 0 } id, SecretAccessKey: { Length: > 0 } secret })
            return new(id, secret, places.SessionToken is { Length: > 0 } token ? token : null, "AWS_ACCESS_KEY_ID");
        if ((places.AccessKeyId is { Length: > 0 }) != (places.SecretAccessKey is { Length: > 0 }))
            throw new FormatException("of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment only one is set");
        var profile = places.Profile is { Length: > 0 } named ? named : "default";
        var found = InFile(places.CredentialsFile, "credentials", profile, places)
            ?? InFile(places.ConfigFile, "config", profile == "default" ? profile : $"profile {profile}", places);
        return found is not null || places.Profile is not { Length: > 0 }
            ? found
            : throw new FormatException($"the AWS profile '{profile}' has no keys in {places.Name ?? "~/.aws"}; profiles of SSO and of roles are not read, "
                + "their keys are: aws configure export-credentials --format env");
    }

    /// <summary>Where the keys were found; never the keys.</summary>
    public override string ToString() => $"AWS keys from {Source}";

    private static AwsKeys? InFile(string? named, string usual, string section, AwsPlaces places)
    {
        var path = named is { Length: > 0 } ? named : places.Home is { Length: > 0 } home ? Path.Combine(home, ".aws", usual) : null;
        var told = places.Name ?? path;
        if (Directory.Exists(path)) throw new FormatException($"{told} is a folder");
        if (path is null || !File.Exists(path)) return null;
        try
        {
            if (new FileInfo(path).Length > LargestFile) throw new FormatException($"{told} has more than {LargestFile} bytes");
            // A pipe that nobody writes to has no length either, and opening it waits for ever.
            if (new FileInfo(path).Length == 0) return null;
            var settings = Section(File.ReadLines(path), section);
            var (id, secret) = (settings.GetValueOrDefault("aws_access_key_id", ""), settings.GetValueOrDefault("aws_secret_access_key", ""));
            if ((id.Length > 0) != (secret.Length > 0))
                throw new FormatException($"[{section}] in {told} has only one of aws_access_key_id and aws_secret_access_key");
            return id.Length == 0 ? null : new(id, secret, settings.GetValueOrDefault("aws_session_token") is { Length: > 0 } token ? token : null, told!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"{told} could not be read", e);
        }
    }

    // https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html; nested settings, which are indented, hold no keys.
    private static Dictionary<string, string> Section(IEnumerable<string> lines, string section)
    {
        Dictionary<string, string> settings = new(StringComparer.Ordinal);
        var isIn = false;
        foreach (var line in lines)
        {
            if (line.Length == 0 || line[0] is '#' or ';' or ' ' or '\t') continue;
            if (line[0] == '[')
            {
                isIn = line.IndexOf(']', StringComparison.Ordinal) is > 0 and var end && line[1..end].Trim() == section;
                continue;
            }

            if (isIn && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals) settings[line[..equals].Trim()] = line[(equals + 1)..].Trim();
        }

        return settings;
    }
}
