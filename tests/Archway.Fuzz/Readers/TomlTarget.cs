using Archway.Gpu.Toml;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Fuzz.Readers;

/// <summary>Configurations of container engines: what is read lies in the file, and a value that is set is there and stays, with everything else.</summary>
internal sealed class TomlTarget() : Target("toml")
{
    private static readonly string[] Path = ["plugins", "io.containerd.cri.v1.runtime", "containerd", "runtimes", "nvidia", "runtime_type"];

    internal override IReadOnlyList<string> Pieces { get; } =
    [
        "a", "=", " = ", "\n", "\r\n", "[", "]", "[[", "]]", "{", "}", ",", ".", "\"", "'", "\"\"\"", "'''", "\\", "\\u12", "\\UFFFFFFFF", "#", "# a = 1\n", "1", "1.5e3", "0xff", "true",
        "1979-05-27", "version = 2\n", "version = 3\n", "imports = [\"a\"]\n", "[plugins]\n", "[plugins.'io.containerd.cri.v1.runtime']\n", "containerd.runtimes = ", "nvidia = { ",
        "[plugins.\"io.containerd.cri.v1.runtime\".containerd.runtimes.runc.options]\n", "SystemdCgroup = true\n", "  ", "\t", "\u20ac", "\ud83d\ude00",
    ];

    internal override IEnumerable<byte[]> Seeds() =>
    [
        Bytes("version = 3\n[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]\nruntime_type = 'io.containerd.runc.v2'\n"),
        Bytes("# c\na = 1\n[b] # d\nc.d = { e = [1, 2] }\n[[f]]\ng = \"h\"\n"),
    ];

    internal override Task ReadAsync(byte[] input)
    {
        SourceText source = new("config.toml", Text(input));
        List<DataProblem> problems = [];
        var root = TomlReader.Read(source, problems);
        Require(root is null == problems.Count > 0, "a file is read or has a problem");
        foreach (var problem in problems) Require(problem.At.Line >= 1, "a problem has a line");
        if (root is null) return Task.CompletedTask;
        Visit(root, source.Text.Length);
        var value = TomlLiteral.Of("io.containerd.runc.v2");
        if (!TomlEdit.Set(source.Text, Path, value).TryGetValue(out var after)) return Task.CompletedTask;
        Require(TomlReader.Read(new("config.toml", after), [])?.At(Path)?.Text == "io.containerd.runc.v2", "what was set is there");
        Require(TomlEdit.Set(after, Path, value).Value == after, "a second time nothing changes");
        return Task.CompletedTask;
    }

    private static void Visit(TomlNode node, int length)
    {
        Require(node.Start >= 0 && node.Start + node.Length <= length, "a value lies in its file");
        foreach (var item in node.Items) Visit(item, length);
        foreach (var member in node.Members) Visit(member.Value, length);
    }
}
