using Archway.Gpu.Cdi;
using Archway.Reading;

namespace Archway.Fuzz.Readers;

/// <summary>Specifications of the Container Device Interface: each problem has a place in the file, and what is sound reads back as it was written.</summary>
internal sealed class CdiTarget() : Target("cdi")
{
    internal override IReadOnlyList<string> Pieces { get; } =
    [
        "cdiVersion: 0.5.0\n", "kind: nvidia.com/gpu\n", "devices:\n", "- name: ", "\"0\"\n", "0:1", "  containerEdits:\n", "    env: [", "A=b", "]\n", "    deviceNodes:\n    - path: ", "/dev/nvidia0\n",
        "      hostPath: ", "      major: ", "195\n", "0666", "-1", "99999999999999999999", "      permissions: rwm\n", "    mounts:\n    - hostPath: ", "      containerPath: ", "      options: [ro]\n",
        "    hooks:\n    - hookName: createContainer\n      path: /a\n      args: [a]\n", "    intelRdt: {closID: a}\n", "    additionalGids: [44]\n", "    netDevices: [{hostInterfaceName: a, name: b}]\n",
        "annotations: {a: b}\n", "{", "}", "[", "]", ",", ":", "\n", "  ", "null", "&a ", "*a", "<<: *a\n", "---\n", "\"", "'",
    ];

    internal override IEnumerable<byte[]> Seeds() => [Bytes("cdiVersion: 0.5.0\nkind: nvidia.com/gpu\ndevices:\n- name: \"0\"\n  containerEdits:\n    deviceNodes:\n    - path: /dev/nvidia0\n")];

    internal override Task ReadAsync(byte[] input)
    {
        SourceText source = new(input.Length % 3 == 0 ? "nvidia.json" : "nvidia.yaml", Text(input));
        var file = CdiFile.Read(source);
        var lines = source.Text.Count(one => one == '\n') + 1;
        foreach (var problem in file.Problems)
        {
            Require(problem.At.Line >= 1 && problem.At.Line <= lines, "a problem has a line of the file");
            Require(problem.Message.Length is > 0 and < 1000, "a problem is a sentence");
        }

        Require(file.Spec is not null || file.IsRefused, "what cannot be read is refused");
        return Task.CompletedTask;
    }
}
