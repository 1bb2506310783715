using Archway.Gpu.Toml;

namespace Archway.Gpu.Setup;

/// <summary>The toolkit's own <c>config.toml</c>.</summary>
internal static class ToolkitConfig
{
    internal const string Path = "/etc/nvidia-container-runtime/config.toml";

    /// <summary>What it should say where the hook serves an engine without rights over cgroups.</summary>
    internal static ConfigEdits WithoutCgroups(ConfigFiles files)
    {
        if (files.Read(Path) is not { } text)
            return ConfigEdits.Refused($"{Path} is not there; the toolkit writes it with its defaults: sudo nvidia-ctk config --in-place --set nvidia-container-cli.no-cgroups=true");
        var set = TomlEdit.Set(text, ["nvidia-container-cli", "no-cgroups"], TomlLiteral.Of(true));
        return set.TryGetValue(out var after)
            ? ConfigEdits.Of(Path, text, after, "no-cgroups holds for every engine on this host: Docker run by root then gives containers no GPU through the hook. CDI needs none of it.")
            : ConfigEdits.Refused($"{Path} is left as it is: {set.Problem}");
    }
}
