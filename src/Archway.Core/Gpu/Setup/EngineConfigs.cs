namespace Archway.Gpu.Setup;

/// <summary>What each engine's configuration needs for GPUs.</summary>
public static class EngineConfigs
{
    /// <summary>What an engine's files should say.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="files">The host's files.</param>
    /// <param name="home">The folder of the user whose Docker is meant; null where nobody's is.</param>
    /// <param name="cdi">Whether Docker is to be told of CDI.</param>
    /// <param name="hasNewContainerd">Whether containerd is known to be of 2.0 or later.</param>
    public static ConfigEdits For(string engine, ConfigFiles files, string? home, bool cdi, bool? hasNewContainerd) => engine switch
    {
        "docker" => DockerConfig.Of(DockerConfig.RootPath, files.Read(DockerConfig.RootPath), cdi),
        "docker-rootless" when home is not null => DockerConfig.Of($"{home}/.config/docker/daemon.json", files.Read($"{home}/.config/docker/daemon.json"), cdi: true),
        "docker-rootless" => ConfigEdits.Refused("the user's own daemon.json lies in their home folder, and HOME is not set"),
        "containerd" => ContainerdConfig.Of(files, hasNewContainerd),
        "crio" => CrioConfig.Of(files),
        "podman" => new([], ["podman needs no change of its configuration: it takes GPUs by CDI"], null),
        "k3s" or "rke2" => new([], [$"{engine} writes its own containerd configuration when it starts, and finds the toolkit then; what is edited there is overwritten"], null),
        "eks" => new([], ["the node's image configures containerd by itself"], null),
        _ => throw new ArgumentException($"there is no engine {engine}", nameof(engine)),
    };

    /// <summary>What the toolkit's own file should say where its hook serves an engine without root.</summary>
    public static ConfigEdits WithoutCgroups(ConfigFiles files) => ToolkitConfig.WithoutCgroups(files);
}
