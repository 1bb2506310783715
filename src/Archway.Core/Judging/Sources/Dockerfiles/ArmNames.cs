namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>What files for 64-bit Arm are called where those for 64-bit x86 are called something.</summary>
internal static class ArmNames
{
    // What the address holds, and the word at the place of x86_64 or x64 in that of the other file.
    private static readonly (string In, string Word)[] Known =
    [
        ("awscli-exe-linux", "aarch64"),
        ("download.docker.com/", "aarch64"),
        ("/docker/compose/", "aarch64"),
        ("repo.anaconda.com/", "aarch64"),
        ("repo.continuum.io/", "aarch64"),
        ("/conda-forge/miniforge/", "aarch64"),
        ("/just-containers/s6-overlay/", "aarch64"),
        ("/Yelp/dumb-init/", "aarch64"),
        ("/Kitware/CMake/", "aarch64"),
        ("static.rust-lang.org/", "aarch64"),
        ("nodejs.org/", "arm64"),
        ("/protobuf/releases/", "aarch_64"),
        ("adoptium/", "aarch64"),
        ("AdoptOpenJDK/", "aarch64"),
        ("corretto", "aarch64"),
        ("azul.com/", "aarch64"),
        ("download.java.net/", "aarch64"),
        ("download.oracle.com/", "aarch64"),
        ("graalvm", "aarch64"),
        ("ncbi.nlm.nih.gov/blast/", "aarch64"),
        ("microsoft-jdk", "aarch64"),
        ("google-cloud-sdk-", "arm"),
        ("google-cloud-cli-", "arm"),
        ("developer.download.nvidia.com/compute/cuda/repos/", "sbsa"),
    ];

    /// <summary>The word at the place of the download's own, and whether that is known; null where nothing can be said.</summary>
    internal static (string Word, bool IsKnown)? Of(Download download)
    {
        if (download.Token.Spelling == ArchitectureSpelling.Amd64) return ("arm64", true);
        if (Known.FirstOrDefault(one => download.Address.Contains(one.In, StringComparison.OrdinalIgnoreCase)) is { Word: { } word }) return (word, true);
        // Wheels are named as Linux names the machine.
        if (download.Token.Text == "x86_64" && download.Address.Contains(".whl", StringComparison.Ordinal)) return ("aarch64", true);
        if (download.Token.Text is not ("x86_64" or "x86-64" or "x64")) return null;
        // GoReleaser's usual template calls arm64 so beside linux_x86_64.
        var isByGoReleaser = download.Address.Contains("linux_x86_64", StringComparison.OrdinalIgnoreCase);
        return (download.Token.Spelling == ArchitectureSpelling.X8664 && !isByGoReleaser ? "aarch64" : "arm64", false);
    }
}
