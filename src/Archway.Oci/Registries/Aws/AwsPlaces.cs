namespace Archway.Oci.Registries.Aws;

/// <summary>Where AWS credentials may lie: the part of the environment that AWS's own tools look at.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html"/></remarks>
public sealed record AwsPlaces
{
    /// <summary>The variable <c>AWS_ACCESS_KEY_ID</c>.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The variable <c>AWS_SECRET_ACCESS_KEY</c>.</summary>
    public string? SecretAccessKey { get; init; }

    /// <summary>The variable <c>AWS_SESSION_TOKEN</c>.</summary>
    public string? SessionToken { get; init; }

    /// <summary>The variable <c>AWS_PROFILE</c>: which section of the files; null means <c>default</c>.</summary>
    public string? Profile { get; init; }

    /// <summary>The variable <c>AWS_SHARED_CREDENTIALS_FILE</c>; null means <c>.aws/credentials</c> in the home folder.</summary>
    public string? CredentialsFile { get; init; }

    /// <summary>The variable <c>AWS_CONFIG_FILE</c>; null means <c>.aws/config</c> in the home folder.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>The user's home folder; null when there is none.</summary>
    public string? Home { get; init; }

    /// <summary>What files are told as where their paths are not for whoever is told; null tells the paths.</summary>
    internal string? Name { get; init; }

    /// <summary>The places that an environment names.</summary>
    /// <param name="variable">Tells a variable's value, or null.</param>
    public static AwsPlaces Of(Func<string, string?> variable) => new()
    {
        AccessKeyId = variable("AWS_ACCESS_KEY_ID"),
        SecretAccessKey = variable("AWS_SECRET_ACCESS_KEY"),
        SessionToken = variable("AWS_SESSION_TOKEN"),
        Profile = variable("AWS_PROFILE"),
        CredentialsFile = variable("AWS_SHARED_CREDENTIALS_FILE"),
        ConfigFile = variable("AWS_CONFIG_FILE"),
        Home = variable("HOME") ?? variable("USERPROFILE"),
    };

    /// <summary>Never the secrets.</summary>
    public override string ToString() => $"AWS credentials{(Profile is null ? "" : $" of the profile {Profile}")}";
}
