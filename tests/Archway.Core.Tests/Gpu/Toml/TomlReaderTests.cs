using Archway.Gpu.Toml;
using Archway.Reading;
using Archway.Reading.Data;
using Xunit;

namespace Archway.Core.Tests.Gpu.Toml;

/// <summary>TOML of container engines as one tree, however it is cut up.</summary>
public sealed class TomlReaderTests
{
    private const string Plugin = "io.containerd.cri.v1.runtime";

    [Theory]
    [InlineData("[plugins.\"io.containerd.cri.v1.runtime\".containerd.runtimes.nvidia]\nruntime_type = \"io.containerd.runc.v2\"\n")]
    [InlineData("[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.nvidia]\r\n  runtime_type = 'io.containerd.runc.v2'\r\n")]
    [InlineData("[plugins]\n  [plugins.'io.containerd.cri.v1.runtime']\n    containerd.runtimes.nvidia.runtime_type = \"io.containerd.runc.v2\"")]
    [InlineData("[plugins.'io.containerd.cri.v1.runtime'.containerd]\nruntimes = { nvidia = { runtime_type = \"io.containerd.runc.v2\" } }\n")]
    [InlineData("[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.nvidia.options]\nx = 1\n[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.nvidia]\nruntime_type = \"io.containerd.runc.v2\"\n")]
    public void A_runtime_is_found_however_its_path_is_written(string text) =>
        Assert.Equal("io.containerd.runc.v2", Read(text).At("plugins", Plugin, "containerd", "runtimes", "nvidia", "runtime_type")?.Text);

    [Fact]
    public void Values_keep_their_kinds_and_places()
    {
        const string Text = "version = 3\nimports = [\"a\", 'b']\nx = true\ny = 1.5\nz = 1979-05-27\nhex = 0xff\n";
        var root = Read(Text);

        Assert.Equal(3, root["version"]?.Number);
        Assert.Equal(["a", "b"], root["imports"]!.Items.Select(item => item.Text));
        Assert.True(root["x"]?.Truth);
        Assert.Equal(255, root["hex"]?.Number);
        Assert.Equal((TomlKind.Fraction, TomlKind.Date), (((TomlScalar)root["y"]!).Kind, ((TomlScalar)root["z"]!).Kind));
        Assert.Null(root["x"]?.Text);
        Assert.Equal("'b'", Text.Substring(root["imports"]!.Items[1].Start, root["imports"]!.Items[1].Length));
        Assert.Equal(2, new SourceText("f", Text).Span(root["imports"]!.Start, 0).Line);
    }

    [Fact]
    public void Several_tables_of_one_name_are_items_and_what_follows_belongs_to_the_last()
    {
        var root = Read("[[a]]\nx = 1\n[[a]]\nx = 2\n[a.b]\ny = 3\n");

        Assert.Equal([1L, 2L], root["a"]!.Items.Select(item => item["x"]?.Number));
        Assert.Equal(3, root["a"]!.Items[1].At("b", "y")?.Number);
    }

    [Theory]
    [InlineData("a = 1\na = 2\n", 2)]
    [InlineData("[x]\n\n[x]\n", 3)]
    [InlineData("ok = 1\nbroken = \n", 2)]
    [InlineData("a = 1\n[a.b]\n", 2)]
    [InlineData("x = 'never closed", 1)]
    public void What_is_not_TOML_is_nothing_and_the_line_is_said(string text, int line)
    {
        List<DataProblem> problems = [];

        Assert.Null(TomlReader.Read(new("f.toml", text), problems));
        Assert.Equal(line, problems[0].At.Line);
    }

    [Fact]
    public void What_is_made_to_hurt_is_refused()
    {
        Assert.Contains("64 levels", Problem("a = " + new string('[', 100_000)), StringComparison.Ordinal);
        Assert.Contains("64 levels", Problem("a = " + string.Concat(Enumerable.Repeat("{a=", 100_000))), StringComparison.Ordinal);
        Assert.Contains("32 parts", Problem(string.Join('.', Enumerable.Repeat("a", 10_000)) + " = 1"), StringComparison.Ordinal);
        Assert.Contains("characters", Problem(new string('#', 2_000_000)), StringComparison.Ordinal);
    }

    private static TomlTable Read(string text)
    {
        List<DataProblem> problems = [];
        var root = TomlReader.Read(new("f.toml", text), problems);
        Assert.Empty(problems);
        return Assert.IsType<TomlTable>(root);
    }

    private static string Problem(string text)
    {
        List<DataProblem> problems = [];
        Assert.Null(TomlReader.Read(new("f.toml", text), problems));
        return problems[0].Message;
    }
}
