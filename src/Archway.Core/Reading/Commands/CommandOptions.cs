namespace Archway.Reading.Commands;

/// <summary>The options of a command, so that what follows an option is told from what it is followed by.</summary>
/// <remarks>
/// What docker, podman and nerdctl call the same means the same in each, so one table serves all three.
/// <see href="https://docs.docker.com/reference/cli/docker/container/run/"/>
/// <see href="https://docs.docker.com/reference/cli/docker/service/create/"/>
/// <see href="https://docs.podman.io/en/latest/markdown/podman-run.1.html"/>
/// </remarks>
/// <param name="WithValue">The long options that take the next word for their value.</param>
/// <param name="Switches">The long options that take none.</param>
/// <param name="LettersWithValue">The short options that take a value.</param>
/// <param name="LetterSwitches">The short options that take none.</param>
internal sealed record CommandOptions(HashSet<string> WithValue, HashSet<string> Switches, string LettersWithValue, string LetterSwitches)
{
    /// <summary>What stands between a tool and its verb.</summary>
    internal static readonly CommandOptions Global = new(
        [
            "address", "cgroup-manager", "config", "connection", "context", "data-root", "host", "hosts-dir", "identity", "log-level", "namespace",
            "root", "runroot", "runtime", "runtime-endpoint", "image-endpoint", "timeout", "snapshotter", "storage-driver", "storage-opt",
            "tlscacert", "tlscert", "tlskey", "tmpdir", "url"
        ],
        ["debug", "debug-full", "experimental", "insecure-registry", "remote", "syslog", "tls", "tlsverify"],
        "aHlnr", "D");

    /// <summary><c>run</c> and <c>create</c>.</summary>
    internal static readonly CommandOptions Run = new(
        [
            "add-host", "annotation", "arch", "attach", "authfile", "blkio-weight", "blkio-weight-device", "cap-add", "cap-drop", "cert-dir",
            "cgroup-conf", "cgroup-parent", "cgroupns", "cgroups", "chrootdirs", "cidfile", "conmon-pidfile", "cpu-count", "cpu-percent",
            "cpu-period", "cpu-quota", "cpu-rt-period", "cpu-rt-runtime", "cpu-shares", "cpus", "cpuset-cpus", "cpuset-mems", "creds",
            "decryption-key", "detach-keys", "device", "device-cgroup-rule", "device-read-bps", "device-read-iops", "device-write-bps",
            "device-write-iops", "dns", "dns-opt", "dns-option", "dns-search", "domainname", "entrypoint", "env", "env-file", "env-merge", "expose",
            "gidmap", "gpus", "group-add", "group-entry", "health-cmd", "health-interval", "health-log-destination", "health-max-log-count",
            "health-max-log-size", "health-on-failure", "health-retries", "health-start-interval", "health-start-period", "health-startup-cmd",
            "health-startup-interval", "health-startup-retries", "health-startup-success", "health-startup-timeout", "health-timeout", "hostname",
            "hosts-file", "hostuser", "image-volume", "init-path", "io-maxbandwidth", "io-maxiops", "ip", "ip6", "ipc", "isolation", "kernel-memory",
            "label", "label-file", "link", "link-local-ip", "log-driver", "log-opt", "mac-address", "memory", "memory-reservation", "memory-swap",
            "memory-swappiness", "mount", "name", "net", "net-alias", "network", "network-alias", "oom-score-adj", "os", "passwd-entry",
            "personality", "pid", "pidfile", "pids-limit", "platform", "pod", "pod-id-file", "preserve-fd", "preserve-fds", "publish", "pull",
            "rdt-class", "requires", "restart", "retry", "retry-delay", "runtime", "sdnotify", "seccomp-policy", "secret", "security-opt", "shm-size",
            "shm-size-systemd", "stop-signal", "stop-timeout", "storage-opt", "subgidname", "subuidname", "sysctl", "systemd", "timeout", "tmpfs",
            "tz", "uidmap", "ulimit", "umask", "unsetenv", "user", "userns", "uts", "variant", "verify", "volume", "volume-driver", "volumes-from",
            "workdir"
        ],
        [
            "detach", "disable-content-trust", "env-host", "help", "http-proxy", "init", "interactive", "no-healthcheck", "no-hostname", "no-hosts",
            "oom-kill-disable", "passwd", "privileged", "publish-all", "quiet", "read-only", "read-only-tmpfs", "replace", "rm", "rmi", "sig-proxy",
            "tls-verify", "tty", "unsetenv-all", "use-api-socket"
        ],
        "aceghlmpuvw", "diqtP");

    /// <summary><c>pull</c>, of <c>crictl</c> too.</summary>
    internal static readonly CommandOptions Pull = new(
        [
            "annotation", "arch", "auth", "authfile", "cert-dir", "cosign-key", "creds", "decryption-key", "ipfs-address", "os", "platform",
            "pod-config", "policy", "pull-timeout", "retry", "retry-delay", "unpack", "variant", "verify"
        ],
        ["all-platforms", "all-tags", "disable-content-trust", "help", "quiet", "tls-verify"],
        "", "aq");

    /// <summary><c>ctr images pull</c>.</summary>
    internal static readonly CommandOptions ContainerdPull = new(
        [
            "hosts-dir", "label", "max-concurrent-downloads", "platform", "refresh", "rootfs-label", "snapshotter", "tlscacert", "tlscert", "tlskey",
            "user"
        ],
        ["all-metadata", "all-platforms", "http-dump", "http-trace", "local", "plain-http", "print-chainid", "skip-metadata", "skip-verify"],
        "u", "k");

    /// <summary><c>service create</c>.</summary>
    internal static readonly CommandOptions Service = new(
        [
            "cap-add", "cap-drop", "config", "constraint", "container-label", "credential-spec", "dns", "dns-option", "dns-search", "endpoint-mode",
            "entrypoint", "env", "env-file", "generic-resource", "group", "health-cmd", "health-interval", "health-retries", "health-start-interval",
            "health-start-period", "health-timeout", "host", "hostname", "isolation", "label", "limit-cpu", "limit-memory", "limit-pids",
            "log-driver", "log-opt", "max-concurrent", "mode", "mount", "name", "network", "oom-score-adj", "placement-pref", "publish", "replicas",
            "replicas-max-per-node", "reserve-cpu", "reserve-memory", "restart-condition", "restart-delay", "restart-max-attempts", "restart-window",
            "rollback-delay", "rollback-failure-action", "rollback-max-failure-ratio", "rollback-monitor", "rollback-order", "rollback-parallelism",
            "secret", "stop-grace-period", "stop-signal", "sysctl", "ulimit", "update-delay", "update-failure-action", "update-max-failure-ratio",
            "update-monitor", "update-order", "update-parallelism", "user", "workdir"
        ],
        ["detach", "init", "no-healthcheck", "no-resolve-image", "quiet", "read-only", "tty", "with-registry-auth"],
        "elpuw", "dqt");

    /// <summary>How many words an option takes, itself counted; null when it is not known.</summary>
    internal int? WordsOf(string option)
    {
        if (option.StartsWith("--", StringComparison.Ordinal))
        {
            // What is written behind '=' is the value, whatever the option.
            if (option.Contains('=', StringComparison.Ordinal) || Switches.Contains(option[2..])) return 1;
            return WithValue.Contains(option[2..]) ? 2 : null;
        }

        for (var i = 1; i < option.Length; i++)
        {
            // The rest of the word, if there is any, is the value.
            if (LettersWithValue.Contains(option[i], StringComparison.Ordinal)) return i + 1 < option.Length ? 1 : 2;
            if (!LetterSwitches.Contains(option[i], StringComparison.Ordinal)) return option[i] == '=' && i > 1 ? 1 : null;
        }

        return 1;
    }
}
