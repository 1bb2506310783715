using Archway.Gpu.Hosts;

namespace Archway.Gpu.Doctor.Facts;

/// <summary>What systemd starts Docker with.</summary>
internal static class DockerUnit
{
    private static readonly string[] Units = ["/etc/systemd/system/docker.service", "/usr/lib/systemd/system/docker.service"];

    // What people set by hand, and the member of daemon.json that says the same.
    private static readonly (string Flag, string Key)[] Known =
    [
        ("-H", "hosts"), ("--host", "hosts"), ("--data-root", "data-root"), ("--log-driver", "log-driver"), ("--storage-driver", "storage-driver"), ("--exec-opt", "exec-opts"),
        ("--default-runtime", "default-runtime"), ("--add-runtime", "runtimes"), ("--bip", "bip"),
    ];

    /// <summary>Options on its command line, each with the member of daemon.json that says the same, and the file that it stands in.</summary>
    internal static IEnumerable<(string Flag, string Key, string File)> Options(HostSnapshot snapshot)
    {
        List<(string File, string Line)> starts = [];
        var unit = Units.FirstOrDefault(path => snapshot.Text(path) is not null);
        foreach (var file in ((IEnumerable<string>)(unit is null ? [] : [unit])).Concat(snapshot.In("/etc/systemd/system/docker.service.d").Select(entry => entry.Path)))
            foreach (var line in (snapshot.Text(file) ?? "").Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Where(line => line.StartsWith("ExecStart=", StringComparison.Ordinal)))
            {
                // An empty one takes back all before it: https://www.freedesktop.org/software/systemd/man/254/systemd.service.html#ExecStart=
                if (line.Trim().Length == "ExecStart=".Length) starts.Clear();
                else starts.Add((file, line));
            }

        return starts.SelectMany(start => start.Line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(word => Known.Where(known => word == known.Flag || word.StartsWith(known.Flag + "=", StringComparison.Ordinal)).Select(known => (known.Flag, known.Key, start.File))));
    }
}
