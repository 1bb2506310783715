using Archway.Oci;
using Archway.Reading.Data;

namespace Archway.Gpu.Setup;

/// <summary>Docker's <c>daemon.json</c> with the runtime that gives GPUs to containers.</summary>
internal static class DockerConfig
{
    internal const string RootPath = "/etc/docker/daemon.json";
    private const string Program = "nvidia-container-runtime";

    /// <summary>What it should say.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="text">Its text; null where there is none.</param>
    /// <param name="cdi">Whether devices of CDI are to be switched on, as Docker before 28.2 wants it said.</param>
    internal static ConfigEdits Of(string path, string? text, bool cdi)
    {
        var edited = WithRuntime(text ?? "");
        if (cdi && edited.Value is { } changed) edited = JsonEdit.Set(changed, ["features", "cdi"], "true", node => node is DataScalar { IsPlain: true, Value: "true" });
        if (edited.Value is not { } after) return ConfigEdits.Refused($"{path} is left as it is: {edited.Problem}");
        var root = JsonReader.ReadDocuments(new("", after), new List<DataProblem>()).First();
        return ConfigEdits.Of(path, text, after, root["features"]?["cdi"] is DataScalar { IsPlain: true, Value: "false" }
            ? [$"{path} switches CDI off (features.cdi is false): --device nvidia.com/gpu=all is refused then; --cdi switches it on"]
            : []);
    }

    private static Parsed<string> WithRuntime(string text)
    {
        var known = JsonReader.ReadDocuments(new("", text), new List<DataProblem>()).FirstOrDefault()?["runtimes"]?["nvidia"];
        return known is DataMapping
            ? JsonEdit.Set(text, ["runtimes", "nvidia", "path"], $"\"{Program}\"", node => node.Text is { Length: > 0 })
            : JsonEdit.Set(text, ["runtimes", "nvidia"], $$"""{"args": [], "path": "{{Program}}"}""", _ => false);
    }
}
