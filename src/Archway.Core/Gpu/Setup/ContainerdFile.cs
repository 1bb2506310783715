using Archway.Gpu.Toml;
using Archway.Reading.Data;

namespace Archway.Gpu.Setup;

/// <summary>One file of containerd's configuration.</summary>
internal sealed record ContainerdFile(string Path, string? Text, TomlTable? Root, long Version, string? Problem)
{
    private const string OfVersion2 = "io.containerd.grpc.v1.cri", OfVersion3 = "io.containerd.cri.v1.runtime";
    private const string Program = "/usr/bin/nvidia-container-runtime";

    /// <summary>The files that it imports, as it names them.</summary>
    internal IEnumerable<string> Imports => Root?["imports"]?.Items.Select(item => item.Text).OfType<string>() ?? [];

    /// <summary>The name of the part that starts containers, in files of this version.</summary>
    internal string PluginName => Version == 2 ? OfVersion2 : OfVersion3;

    /// <summary>That part, where the file has it.</summary>
    internal TomlTable? Plugin => Root?.At("plugins", PluginName) as TomlTable;

    /// <summary>What a person should know of it.</summary>
    internal IEnumerable<string> Notes
    {
        get
        {
            var other = Version == 2 ? OfVersion3 : OfVersion2;
            if (Root?.At("plugins", other, "containerd", "runtimes", "nvidia") is TomlTable passedOver)
                yield return $"{Path}:{Line(passedOver.Start)} defines nvidia in {other}, which a file of version {Version} passes over; that table can go";
            if (Root?["disabled_plugins"]?.Items.Any(item => item.Text is "cri" or OfVersion2) == true)
                yield return $"{Path} switches cri off (disabled_plugins), as Docker's package does: fine for Docker, and Kubernetes cannot use containerd so";
        }
    }

    /// <summary>A file as read.</summary>
    internal static ContainerdFile Read(string path, string? text, long inherited)
    {
        if (text is null) return new(path, null, null, inherited, null);
        List<DataProblem> problems = [];
        var root = TomlReader.Read(new(path, text), problems);
        return new(path, text, root, root?["version"]?.Number ?? (inherited > 0 ? inherited : 1),
            root is null ? $"{path}:{problems[0].At.Line} is not TOML, and containerd does not start with it: {problems[0].Message}" : null);
    }

    /// <summary>A pattern as containerd reads it, from the folder of the file that names it.</summary>
    internal static string Beside(string file, string pattern) => pattern.StartsWith('/') ? pattern : file[..(file.LastIndexOf('/') + 1)] + pattern;

    /// <summary>A runtime that it defines.</summary>
    internal TomlTable? Runtime(string name) => Plugin?.At("containerd", "runtimes", name) as TomlTable;

    /// <summary>The file with the runtime; what runc is told, nvidia is told too, since it starts runc.</summary>
    internal ConfigEdits WithRuntime(TomlTable? runc)
    {
        string[] path = ["plugins", PluginName, "containerd", "runtimes", "nvidia"];
        var after = Text ?? "";
        var known = Runtime("nvidia");
        List<(string[] Path, TomlLiteral Value)> wanted = [];
        if (known?["runtime_type"]?.Text is not { Length: > 0 }) wanted.Add(([.. path, "runtime_type"], TomlLiteral.Of(runc?["runtime_type"]?.Text is { Length: > 0 } type ? type : "io.containerd.runc.v2")));
        if (known?.At("options", "BinaryName")?.Text is not { Length: > 0 }) wanted.Add(([.. path, "options", "BinaryName"], TomlLiteral.Of(Program)));
        foreach (var (key, value) in runc?["options"]?.Members.Select(member => (member.Key, Value: LiteralOf(member.Value))) ?? [])
            if (key != "BinaryName" && value is not null && known?.At("options", key) is null) wanted.Add(([.. path, "options", key], value));
        foreach (var (at, value) in wanted)
        {
            var set = TomlEdit.Set(after, at, value);
            if (!set.TryGetValue(out var next)) return ConfigEdits.Refused($"{Path} is left as it is: {set.Problem}");
            after = next;
        }

        return ConfigEdits.Of(Path, Text, after);
    }

    private static TomlLiteral? LiteralOf(TomlNode value) => value switch
    {
        { Text: { Length: > 0 } text } => TomlLiteral.Of(text),
        { Truth: { } truth } => TomlLiteral.Of(truth),
        { Number: { } number and not 0 } => TomlLiteral.Of(number),
        _ => null,
    };

    private int Line(int offset) => Text.AsSpan(0, offset).Count('\n') + 1;
}
