using System.Text.Json.Nodes;

namespace Archway.Cli.Tests.Gpu;

/// <summary>A host as <c>archway gpu doctor --save</c> writes one: made of a sound one by changing what makes it sick.</summary>
internal sealed partial class TestHost
{
    private const int Arm64 = 183;
    private readonly SortedDictionary<string, JsonObject> _files = new(StringComparer.Ordinal);
    private readonly List<JsonObject> _commands = [];
    private readonly List<JsonObject> _packages = [];
    private readonly List<JsonObject> _processes = [];
    private readonly JsonObject _variables = [];
    private bool _asksCommands = true;

    internal TestHost File(string path, string text, string mode = "0644", long modified = 1_700_000_000) =>
        Put(path, new() { ["kind"] = "file", ["mode"] = mode, ["user"] = 0, ["group"] = 0, ["modified"] = modified, ["text"] = text });

    internal TestHost Folder(string path, string mode = "0755") => Put(path, new() { ["kind"] = "folder", ["mode"] = mode, ["user"] = 0, ["group"] = 0 });

    internal TestHost Socket(string path) => Put(path, new() { ["kind"] = "socket", ["mode"] = "0777", ["user"] = 0, ["group"] = 0 });

    internal TestHost Link(string path, string target) => Put(path, new() { ["kind"] = "link", ["target"] = target });

    internal TestHost Device(string path, int major, int minor, string mode = "0666", int group = 0) =>
        Put(path, new() { ["kind"] = "character", ["mode"] = mode, ["user"] = 0, ["group"] = group, ["major"] = major, ["minor"] = minor });

    /// <summary>A program or library, built for a machine.</summary>
    internal TestHost Built(string path, int machine = Arm64, string mode = "0755") => Put(path, new() { ["kind"] = "file", ["mode"] = mode, ["user"] = 0, ["group"] = 0, ["machine"] = machine });

    internal TestHost Unreadable(string path) => Put(path, new() { ["kind"] = "file", ["mode"] = "0600", ["user"] = 0, ["group"] = 0, ["problem"] = "this user may not read it" });

    /// <summary>Takes away what lies at or below paths.</summary>
    internal TestHost Without(params string[] paths)
    {
        foreach (var path in paths)
            foreach (var gone in _files.Keys.Where(key => key == path || key.StartsWith(path.TrimEnd('*'), StringComparison.Ordinal) && (path.EndsWith('*') || key[path.Length] == '/')).ToArray()) _files.Remove(gone);
        return this;
    }

    /// <summary>What a command answers, in place of what it answered before.</summary>
    internal TestHost Says(string command, string output, int exit = 0, string error = "")
    {
        Silent(command);
        _commands.Add(new() { ["command"] = new JsonArray([.. command.Split(' ').Select(word => JsonValue.Create(word))]), ["exitCode"] = exit, ["output"] = output, ["error"] = error });
        return this;
    }

    /// <summary>Takes away the answer to a command.</summary>
    internal TestHost Silent(string command)
    {
        _commands.RemoveAll(one => string.Join(' ', one["command"]!.AsArray().Select(word => word!.GetValue<string>())).StartsWith(command, StringComparison.Ordinal));
        return this;
    }

    internal TestHost Package(string name, string version, string system = "dpkg")
    {
        _packages.RemoveAll(one => one["name"]!.GetValue<string>() == name);
        _packages.Add(new() { ["name"] = name, ["version"] = version, ["system"] = system });
        return this;
    }

    internal TestHost NoPackage(params string[] names)
    {
        _packages.RemoveAll(one => names.Contains(one["name"]!.GetValue<string>()));
        return this;
    }

    internal TestHost Runs(string name, int id, long started = 1_750_000_000, params string[] options)
    {
        _processes.RemoveAll(one => one["name"]!.GetValue<string>() == name);
        _processes.Add(new() { ["name"] = name, ["id"] = id, ["started"] = started, ["options"] = new JsonArray([.. options.Select(option => JsonValue.Create(option))]) });
        return this;
    }

    internal TestHost Stopped(string name)
    {
        _processes.RemoveAll(one => one["name"]!.GetValue<string>() == name);
        return this;
    }

    internal TestHost Variable(string name, string value)
    {
        _variables[name] = value;
        return this;
    }

    /// <summary>Changes the text of a file.</summary>
    internal TestHost Change(string path, string from, string to)
    {
        var text = _files[path]["text"]!.GetValue<string>();
        Xunit.Assert.Contains(from, text, StringComparison.Ordinal);
        _files[path]["text"] = text.Replace(from, to, StringComparison.Ordinal);
        return this;
    }

    /// <summary>Only what lies on its disk.</summary>
    internal TestHost Unplugged()
    {
        _commands.Clear();
        _processes.Clear();
        _asksCommands = false;
        return Without("/proc", "/sys", "/dev", "/run", "/var/run/cdi", "/lib/modules");
    }

    /// <summary>As if all its programs and libraries had been built for another machine.</summary>
    internal TestHost OnMachine(int machine)
    {
        foreach (var file in _files.Values.Where(file => file["machine"] is not null)) file["machine"] = machine;
        return this;
    }

    internal string Json() => new JsonObject
    {
        ["archwayGpuHost"] = "1",
        ["taken"] = "2026-11-20T10:00:00Z",
        ["user"] = 0,
        ["askedCommands"] = _asksCommands,
        ["variables"] = _variables.DeepClone(),
        ["packages"] = new JsonArray([.. _packages.Select(one => one.DeepClone())]),
        ["processes"] = new JsonArray([.. _processes.Select(one => one.DeepClone())]),
        ["commands"] = new JsonArray([.. _commands.Select(one => one.DeepClone())]),
        ["files"] = new JsonArray([.. _files.Values.Select(one => one.DeepClone())]),
    }.ToJsonString();

    /// <summary>Lays its files and links below a folder, as on its disk; devices and sockets nobody can make. Tells which paths.</summary>
    internal IReadOnlyList<string> LayIn(string folder)
    {
        List<string> laid = [];
        foreach (var (path, entry) in _files.OrderBy(one => one.Value["kind"]!.GetValue<string>() == "link"))
        {
            var kind = entry["kind"]!.GetValue<string>();
            if (kind is not ("file" or "link")) continue;
            var file = Path.Join(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            if (kind == "link") System.IO.File.CreateSymbolicLink(file, entry["target"]!.GetValue<string>());
            else if (entry["machine"]?.GetValue<int>() is { } machine) System.IO.File.WriteAllBytes(file, [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, (byte)machine, 0]);
            else System.IO.File.WriteAllText(file, entry["text"]?.GetValue<string>() ?? "");
            laid.Add(path);
        }

        return laid;
    }

    private TestHost Put(string path, JsonObject entry)
    {
        entry["path"] = path;
        _files[path] = entry;
        return this;
    }
}
