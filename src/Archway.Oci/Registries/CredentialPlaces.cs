using Archway.Oci.Registries.Aws;

namespace Archway.Oci.Registries;

/// <summary>Where credentials may lie: the part of the environment that docker and podman look at.</summary>
/// <remarks>None of it is read from the process here; whoever starts the run hands it in.</remarks>
public sealed record CredentialPlaces
{
    /// <summary>The user's home folder; null when there is none.</summary>
    public string? Home { get; init; }

    /// <summary>The variable <c>DOCKER_CONFIG</c>: the folder of docker's <c>config.json</c>.</summary>
    public string? DockerConfig { get; init; }

    /// <summary>The variable <c>REGISTRY_AUTH_FILE</c>: podman's file, before all others.</summary>
    public string? RegistryAuthFile { get; init; }

    /// <summary>The variable <c>XDG_RUNTIME_DIR</c>, under which podman keeps its file.</summary>
    public string? RuntimeFolder { get; init; }

    /// <summary>The variable <c>XDG_CONFIG_HOME</c>, under which podman keeps another; null means <c>.config</c> in the home folder.</summary>
    public string? ConfigFolder { get; init; }

    /// <summary>The variable <c>PATH</c>, where credential helpers are looked up; only absolute entries count.</summary>
    public string? Path { get; init; }

    /// <summary>Where AWS credentials may lie, for registries of Amazon ECR that nothing else logs in to; null does without.</summary>
    public AwsPlaces? Aws { get; init; }

    /// <summary>What files are told as where their paths are not for whoever is told; null tells the paths.</summary>
    internal string? Name { get; private init; }

    /// <summary>The same places, none of whose paths is ever told.</summary>
    /// <param name="name">What is told instead.</param>
    public CredentialPlaces ToldAs(string name) => this with { Name = name, Aws = Aws is null ? null : Aws with { Name = name } };

    /// <summary>The places that an environment names.</summary>
    /// <param name="variable">Tells a variable's value, or null.</param>
    public static CredentialPlaces Of(Func<string, string?> variable) => new()
    {
        Home = variable("HOME") ?? variable("USERPROFILE"),
        DockerConfig = variable("DOCKER_CONFIG"),
        RegistryAuthFile = variable("REGISTRY_AUTH_FILE"),
        RuntimeFolder = variable("XDG_RUNTIME_DIR"),
        ConfigFolder = variable("XDG_CONFIG_HOME"),
        Path = variable("PATH"),
        Aws = AwsPlaces.Of(variable),
    };

    /// <summary>The files to look into, first found credential first.</summary>
    internal IEnumerable<string> Files()
    {
        if (RegistryAuthFile is { Length: > 0 }) yield return RegistryAuthFile;
        if (DockerConfig is { Length: > 0 }) yield return System.IO.Path.Combine(DockerConfig, "config.json");
        else if (Home is { Length: > 0 }) yield return System.IO.Path.Combine(Home, ".docker", "config.json");
        if (RuntimeFolder is { Length: > 0 }) yield return System.IO.Path.Combine(RuntimeFolder, "containers", "auth.json");
        if (ConfigFolder is { Length: > 0 }) yield return System.IO.Path.Combine(ConfigFolder, "containers", "auth.json");
        else if (Home is { Length: > 0 }) yield return System.IO.Path.Combine(Home, ".config", "containers", "auth.json");
    }
}
