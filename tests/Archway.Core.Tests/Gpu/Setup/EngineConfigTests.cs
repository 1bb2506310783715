using System.Runtime.CompilerServices;
using Archway.Gpu.Setup;
using Archway.Gpu.Toml;
using Archway.Reading.Data;
using Xunit;

namespace Archway.Core.Tests.Gpu.Setup;

/// <summary>Configurations of engines with what GPUs need put in, and every other character as it was.</summary>
public sealed class EngineConfigTests
{
    private const string Containerd = "/etc/containerd/config.toml";

    [Theory]
    [InlineData("{\n  \"features\": {\"containerd-snapshotter\": true},\n  \"log-driver\": \"json-file\"\n}\n")]
    [InlineData("{\r\n\t\"runtimes\": {\r\n\t\t\"crun\": {\"path\": \"crun\"}\r\n\t}\r\n}")]
    [InlineData("{\"log-driver\":\"json-file\",\"features\":{\"buildkit\":true}}")]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("{\"runtimes\": null}")]
    [InlineData("{\n    \"runtimes\": {}\n}\n")]
    public void Docker_gets_the_runtime_and_keeps_every_other_key(string text)
    {
        var after = Only(DockerConfig.Of("daemon.json", text, cdi: true)).After;

        var (before, root) = (text.Length == 0 ? null : Json(text), Json(after));
        Assert.Equal("nvidia-container-runtime", root["runtimes"]!["nvidia"]!["path"]!.Text);
        Assert.Equal("true", root["features"]!["cdi"]!.Text);
        foreach (var (path, value) in before is null ? [] : Leaves(before)) Assert.Contains((path, value), Leaves(root));
        Assert.Equal(text.Contains('\r', StringComparison.Ordinal), after.Contains('\r', StringComparison.Ordinal));
        Assert.Equal(after, Only(DockerConfig.Of("daemon.json", after, cdi: true)).After);
    }

    [Fact]
    public void The_features_that_the_toolkit_loses_are_kept_and_the_diff_is_small()
    {
        const string Text = "{\n    \"features\": {\n        \"containerd-snapshotter\": true\n    }\n}\n";

        Assert.Equal("{\n    \"features\": {\n        \"containerd-snapshotter\": true,\n        \"cdi\": true\n    },\n    \"runtimes\": {\n        \"nvidia\": {\n            \"args\": [],\n            \"path\": \"nvidia-container-runtime\"\n        }\n    }\n}\n",
            Only(DockerConfig.Of("daemon.json", Text, cdi: true)).After);
    }

    [Theory]
    [InlineData("{\"runtimes\": {\"nvidia\": {\"path\": \"/usr/bin/nvidia-container-runtime\", \"runtimeArgs\": []}}}")]
    [InlineData("{\"default-runtime\": \"nvidia\", \"runtimes\": {\"nvidia\": {\"args\": [], \"path\": \"nvidia-container-runtime\"}}}")]
    public void A_runtime_that_somebody_set_stays_as_it_is(string text) => Assert.False(Only(DockerConfig.Of("daemon.json", text, cdi: false)).IsChange);

    [Theory]
    [InlineData("{\"a\": 1,}", "line 1")]
    [InlineData("{\n  // ours\n  \"a\": 1\n}", "line 2")]
    [InlineData("[]", "no object")]
    [InlineData("{\"runtimes\": []}", "runtimes is no object")]
    public void What_Docker_itself_would_refuse_is_not_touched(string text, string why) =>
        Assert.Contains(why, DockerConfig.Of("daemon.json", text, cdi: false).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData("containerd-v2.toml", "io.containerd.grpc.v1.cri")]
    [InlineData("containerd-v3.toml", "io.containerd.cri.v1.runtime")]
    public void Containerd_gets_the_runtime_in_the_table_of_its_version(string file, string plugin)
    {
        var text = File.ReadAllText(Path.Combine(Folder(), "Files", file));

        var edit = Only(ContainerdConfig.Of(Files((Containerd, text)), isNew: null));

        var nvidia = Toml(edit.After).At("plugins", plugin, "containerd", "runtimes", "nvidia");
        Assert.Equal("io.containerd.runc.v2", nvidia?["runtime_type"]?.Text);
        Assert.Equal("/usr/bin/nvidia-container-runtime", nvidia?.At("options", "BinaryName")?.Text);
        Assert.True(nvidia?.At("options", "SystemdCgroup")?.Truth);
        AssertKept(text, edit.After);
        Assert.False(Only(ContainerdConfig.Of(Files((Containerd, edit.After)), isNew: null)).IsChange);
    }

    [Fact]
    public void Version_4_is_version_3_with_another_number()
    {
        var text = File.ReadAllText(Path.Combine(Folder(), "Files", "containerd-v3.toml")).Replace("version = 3", "version = 4", StringComparison.Ordinal);

        Assert.NotNull(Toml(Only(ContainerdConfig.Of(Files((Containerd, text)), isNew: null)).After).At("plugins", "io.containerd.cri.v1.runtime", "containerd", "runtimes", "nvidia", "runtime_type"));
    }

    [Fact]
    public void A_file_of_version_1_is_refused_with_what_to_do()
    {
        var edits = ContainerdConfig.Of(Files((Containerd, "[plugins.cri]\nx = 1\n")), isNew: null);

        Assert.Contains("config migrate", edits.Problem, StringComparison.Ordinal);
        Assert.Empty(edits.Files);
    }

    [Fact]
    public void What_an_imported_file_defines_is_found_there()
    {
        const string DropIn = "version = 3\n[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.nvidia]\nruntime_type = 'io.containerd.runc.v2'\n[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.nvidia.options]\nBinaryName = '/usr/local/nvidia/toolkit/nvidia-container-runtime'\n";

        var edit = Only(ContainerdConfig.Of(Files((Containerd, "version = 3\nimports = ['conf.d/*.toml']\n"), ("/etc/containerd/conf.d/99-nvidia.toml", DropIn)), isNew: null));

        Assert.Equal("/etc/containerd/conf.d/99-nvidia.toml", edit.Path);
        Assert.False(edit.IsChange);
    }

    [Fact]
    public void What_is_half_there_is_made_whole_where_it_stands()
    {
        const string Half = "version = 3\n[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.nvidia.options]\nBinaryName = '/opt/nvidia-container-runtime'\n";

        var after = Only(ContainerdConfig.Of(Files((Containerd, Half)), isNew: null)).After;

        var nvidia = Toml(after).At("plugins", "io.containerd.cri.v1.runtime", "containerd", "runtimes", "nvidia");
        Assert.Equal(("io.containerd.runc.v2", "/opt/nvidia-container-runtime"), (nvidia?["runtime_type"]?.Text, nvidia?.At("options", "BinaryName")?.Text));
    }

    [Fact]
    public void A_table_of_another_version_is_told_of()
    {
        var edits = ContainerdConfig.Of(Files((Containerd, "version = 3\n[plugins.'io.containerd.grpc.v1.cri'.containerd.runtimes.nvidia]\nruntime_type = 'x'\n")), isNew: null);

        Assert.Contains(edits.Notes, note => note.Contains("config.toml:2 defines nvidia in io.containerd.grpc.v1.cri", StringComparison.Ordinal));
        Assert.True(Only(edits).IsChange);
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 2)]
    [InlineData(null, 2)]
    public void Without_a_file_one_is_made_in_a_version_that_the_engine_reads(bool? isNew, int version)
    {
        var edit = Only(ContainerdConfig.Of(Files(), isNew));

        Assert.Null(edit.Before);
        Assert.Equal(version, Toml(edit.After)["version"]?.Number);
        Assert.False(Only(ContainerdConfig.Of(Files((Containerd, edit.After)), isNew)).IsChange);
    }

    [Fact]
    public void A_file_of_CRI_O_is_added_to()
    {
        var text = File.ReadAllText(Path.Combine(Folder(), "Files", "crio.toml"));

        var edit = Only(CrioConfig.Of(Files((CrioConfig.Path, text))));

        Assert.Equal("/usr/bin/nvidia-container-runtime", Toml(edit.After).At("crio", "runtime", "runtimes", "nvidia", "runtime_path")?.Text);
        AssertKept(text, edit.After);
        Assert.False(Only(CrioConfig.Of(Files((CrioConfig.Path, edit.After)))).IsChange);
    }

    [Fact]
    public void A_default_that_stands_as_a_comment_gets_its_line_behind_it()
    {
        var text = File.ReadAllText(Path.Combine(Folder(), "Files", "toolkit.toml"));

        var after = Only(ToolkitConfig.WithoutCgroups(Files((ToolkitConfig.Path, text)))).After;

        Assert.Equal(text.Replace("#no-cgroups = false\n", "#no-cgroups = false\nno-cgroups = true\n", StringComparison.Ordinal), after);
    }

    [Theory]
    [InlineData("[a]\nb.c.d = 1\n", "[a]\nb.c.d = 1\nb.n.x = \"v\"\n")]
    [InlineData("[a]\n  b = { c = 1 }\n", "[a]\n  b = { c = 1, n.x = \"v\" }\n")]
    [InlineData("[a.b.c]\nd = 1\n\n[z]\n", "[a.b.c]\nd = 1\n\n[a.b.n]\n  x = \"v\"\n\n[z]\n")]
    public void A_value_comes_in_the_way_that_its_table_is_written(string before, string after) =>
        Assert.Equal(after, TomlEdit.Set(before, ["a", "b", "n", "x"], TomlLiteral.Of("v")).Value);

    /// <summary>Whatever a file looks like: each value comes in, nothing else changes, and a second time nothing does.</summary>
    [Fact]
    public void Any_file_keeps_all_that_it_had()
    {
        Random random = new(20261123);
        var made = 0;
        for (var i = 0; i < 400; i++)
        {
            var text = RandomToml.File(random);
            string[] path = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => RandomToml.Key(random))];
            var value = TomlLiteral.Of($"set {i}");

            var edited = TomlEdit.Set(text, path, value);

            // A way that leads through a value, or to a table, is refused and nothing is changed.
            if (!edited.TryGetValue(out var after)) continue;
            made++;
            Assert.Equal($"set {i}", Toml(after).At(path)?.Text);
            foreach (var (name, kept) in Leaves(Toml(text)).Where(leaf => leaf.Path != string.Join('/', path))) Assert.Contains((name, kept), Leaves(Toml(after)));
            Assert.Equal(text.Count(c => c == '#'), after.Count(c => c == '#'));
            Assert.Equal(after, TomlEdit.Set(after, path, value).Value);
        }

        Assert.True(made > 200, $"{made} of 400 were made");
    }

    private static ConfigEdit Only(ConfigEdits edits)
    {
        Assert.Null(edits.Problem);
        return Assert.Single(edits.Files);
    }

    private static void AssertKept(string before, string after)
    {
        var lines = after.Split('\n').ToList();
        foreach (var line in before.Split('\n')) Assert.True(lines.Remove(line), $"lost: {line}");
        foreach (var leaf in Leaves(Toml(before))) Assert.Contains(leaf, Leaves(Toml(after)));
    }

    private static ConfigFiles Files(params (string Path, string Text)[] files) => new(
        path => files.FirstOrDefault(file => file.Path == path).Text,
        pattern => [.. files.Select(file => file.Path).Where(path => path.StartsWith(pattern[..pattern.IndexOf('*', StringComparison.Ordinal)], StringComparison.Ordinal))]);

    private static TomlTable Toml(string text)
    {
        List<DataProblem> problems = [];
        var root = TomlReader.Read(new("f", text), problems);
        Assert.True(root is not null, $"{problems.FirstOrDefault()?.Message} in:\n{text}");
        return root;
    }

    private static DataNode Json(string text)
    {
        Assert.Null(JsonEdit.Problem(text));
        return JsonReader.ReadDocuments(new("f", text), []).First();
    }

    private static IEnumerable<(string Path, string Value)> Leaves(TomlNode node, string path = "") => node switch
    {
        TomlScalar scalar => [(path, scalar.Value)],
        TomlArray array => array.Nodes.SelectMany((item, i) => Leaves(item, $"{path}[{i}]")),
        _ => node.Members.SelectMany(member => Leaves(member.Value, path.Length == 0 ? member.Key : $"{path}/{member.Key}")),
    };

    private static IEnumerable<(string Path, string Value)> Leaves(DataNode node, string path = "") => node switch
    {
        DataScalar { IsNull: true } => [],
        DataScalar scalar => [(path, scalar.Value)],
        _ => node.Items.SelectMany((item, i) => Leaves(item, $"{path}[{i}]")).Concat(node.Members.SelectMany(member => Leaves(member.Value, $"{path}/{member.Key.Value}"))),
    };

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
