using Archway.Gpu.Toml;
using Archway.Reading.Data;

namespace Archway.Gpu.Setup;

/// <summary>CRI-O's file for the runtime that gives GPUs to containers, beside its other files.</summary>
internal static class CrioConfig
{
    internal const string Path = "/etc/crio/crio.conf.d/99-nvidia.toml";
    private static readonly string[] Runtime = ["crio", "runtime", "runtimes", "nvidia"];

    internal static ConfigEdits Of(ConfigFiles files)
    {
        foreach (var file in (string[])["/etc/crio/crio.conf", .. files.List("/etc/crio/crio.conf.d/*")])
        {
            if (file == Path || files.Read(file) is not { } text) continue;
            List<DataProblem> problems = [];
            if (TomlReader.Read(new(file, text), problems) is not { } root)
                return ConfigEdits.Refused($"{file}:{problems[0].At.Line} is not TOML, and CRI-O does not start with it: {problems[0].Message}");
            if (root.At(Runtime)?["runtime_path"]?.Text is { Length: > 0 }) return ConfigEdits.Of(file, text, text);
        }

        var before = files.Read(Path);
        var after = before ?? "";
        foreach (var (key, value) in new[] { ("runtime_path", "/usr/bin/nvidia-container-runtime"), ("runtime_type", "oci") })
        {
            // A path that somebody chose stays.
            if (key == "runtime_path" && TomlReader.Read(new(Path, after), new List<DataProblem>())?.At(Runtime)?[key]?.Text is { Length: > 0 }) continue;
            if (TomlEdit.Set(after, [.. Runtime, key], TomlLiteral.Of(value)) is var set && !set.TryGetValue(out var next)) return ConfigEdits.Refused($"{Path} is left as it is: {set.Problem}");
            after = next;
        }

        return ConfigEdits.Of(Path, before, after);
    }
}
