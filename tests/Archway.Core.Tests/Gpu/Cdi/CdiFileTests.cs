using Archway.Gpu.Cdi;
using Xunit;

namespace Archway.Core.Tests.Gpu.Cdi;

/// <summary>Files of the Container Device Interface: what the reference library refuses, what the specification says besides, and where.</summary>
public sealed class CdiFileTests
{
    [Fact]
    public void The_file_of_an_Arm_server_is_sound()
    {
        var file = CdiFile.Read(new("/etc/cdi/nvidia.yaml", CdiSamples.ArmServer));

        Assert.Empty(file.Problems);
        Assert.Equal(["0", "GPU-11111111-2222-3333-4444-555555555555", "all"], file.Spec!.Devices.Select(device => device.Name));
        Assert.Equal(("nvidia.com", "gpu"), (file.Spec.Vendor, file.Spec.Class));
        Assert.Equal("0.5.0", CdiVersions.Needed(file.Spec).Version);
    }

    [Theory]
    [MemberData(nameof(CdiSamples.Good), MemberType = typeof(CdiSamples))]
    public void What_the_library_takes_is_taken(string rule, string json)
    {
        var file = CdiFile.Read(new("f.json", json));

        Assert.True(file.Problems.IsEmpty, $"{rule}: {string.Join("; ", file.Problems.Select(problem => problem.Message))}");
    }

    [Theory]
    [MemberData(nameof(CdiSamples.Refused), MemberType = typeof(CdiSamples))]
    public void What_the_library_refuses_is_an_error_in_its_words(string within, string message, string json)
    {
        var file = CdiFile.Read(new("f.json", json));

        var problem = Assert.Single(file.Problems);
        Assert.True(file.IsRefused);
        Assert.Equal((CdiLevel.Error, within), (problem.Level, problem.At.JsonPointer));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(CdiSamples.Doubtful), MemberType = typeof(CdiSamples))]
    public void What_only_the_specification_forbids_is_a_warning(string within, string message, string json)
    {
        var file = CdiFile.Read(new("f.json", json));

        var problem = Assert.Single(file.Problems);
        Assert.False(file.IsRefused);
        Assert.Equal((CdiLevel.Warning, within), (problem.Level, problem.At.JsonPointer));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_problem_has_the_line_of_what_it_is_about()
    {
        var text = CdiSamples.ArmServer.Replace("- path: /dev/nvidiactl\n", "- path: \"\"\n", StringComparison.Ordinal);

        var problem = Assert.Single(CdiFile.Read(new("f.yaml", text)).Problems);

        Assert.Equal("/containerEdits/deviceNodes/3", problem.At.JsonPointer);
        Assert.Equal("- path: \"\"", text.Split('\n')[problem.At.Line - 1].Trim());
    }

    [Theory]
    [InlineData("name: 0", "0", "\"0\"")]
    [InlineData("name: 0:1", "0:1", "\"0:1\"")]
    [InlineData("name: yes", "yes", "\"yes\"")]
    public void A_name_without_quotes_is_the_text_that_stands_there_and_is_warned_of(string written, string name, string advice)
    {
        var file = CdiFile.Read(new("f.yaml", $"cdiVersion: 0.5.0\nkind: nvidia.com/gpu\ndevices:\n- {written}\n  containerEdits: {{env: [A=b]}}\n"));

        Assert.Equal(name, Assert.Single(file.Spec!.Devices).Name);
        Assert.False(file.IsRefused);
        Assert.Contains(file.Problems, problem => problem.Message.Contains(advice, StringComparison.Ordinal) && problem.At.Line == 4);
    }

    [Fact]
    public void A_mode_with_a_leading_zero_is_read_as_the_library_reads_it()
    {
        var file = CdiFile.Read(new("f.yaml", "cdiVersion: 0.5.0\nkind: nvidia.com/gpu\ndevices:\n- name: a\n  containerEdits: {deviceNodes: [{path: /dev/a, fileMode: 0666}]}\n"));

        Assert.Equal(438, file.Spec!.Devices[0].Edits.DeviceNodes[0].FileMode);
        Assert.Equal(CdiLevel.Warning, Assert.Single(file.Problems).Level);
    }

    [Theory]
    [InlineData("f.yaml", "a: [b")]
    [InlineData("f.json", "{\"a\":")]
    [InlineData("f.yaml", "")]
    [InlineData("f.yaml", "- a")]
    [InlineData("f.yaml", "just text")]
    public void What_is_no_such_file_at_all_is_refused(string name, string text) => Assert.True(CdiFile.Read(new(name, text)).IsRefused);

    [Theory]
    [InlineData("f.yml")]
    [InlineData("f.JSON")]
    public void A_file_that_engines_pass_over_is_told_of(string name) =>
        Assert.Contains("pass this file over", Assert.Single(CdiFile.Read(new(name, CdiSamples.Minimal)).Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void A_second_document_is_told_of() =>
        Assert.Contains("only the first document", Assert.Single(CdiFile.Read(new("f.yaml", CdiSamples.Minimal + "\n---\na: b\n")).Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_made_to_hurt_is_bounded()
    {
        var many = string.Join(',', Enumerable.Repeat("{\"bad\":1}", 50_000));
        Assert.True(CdiFile.Read(new("f.json", $$"""{"cdiVersion":"0.5.0","kind":"a/b","devices":[{{many}}]}""")).Problems.Length <= 200);
        Assert.True(CdiFile.Read(new("f.json", new string(' ', 9_000_000))).IsRefused);
    }
}
