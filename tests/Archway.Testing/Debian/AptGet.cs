namespace Archway.Testing.Debian;

/// <summary>The program apt-get, for an architecture and with a state of its own: it neither reads nor writes what is installed here.</summary>
/// <remarks>
/// The machine's sources and keyrings are used. <see href="https://manpages.debian.org/bookworm/apt/apt.conf.5.en.html"/>
/// </remarks>
internal sealed class AptGet
{
    private readonly string _folder;
    private readonly string _configuration;

    internal AptGet(string folder, string architecture)
    {
        _folder = folder;
        _configuration = Path.Combine(folder, "apt.conf");
        foreach (var name in (string[])["state/lists/partial", "none/partial", "packages/partial"]) Directory.CreateDirectory(Path.Combine(folder, name));
        File.WriteAllText(Path.Combine(folder, "status"), "");
        // Read after the machine's own: what that does after each update would touch its own folders.
        File.WriteAllText(_configuration, $$"""
            #clear APT::Update::Post-Invoke;
            #clear APT::Update::Post-Invoke-Success;
            #clear APT::Architectures;
            APT::Architecture "{{architecture}}";
            APT::Architectures { "{{architecture}}"; };
            APT::Install-Recommends "false";
            APT::Sandbox::User "root";
            Acquire::Languages "none";
            Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
            Acquire::http::Timeout "20";
            Dir::State "{{folder}}/state";
            Dir::State::status "{{folder}}/status";
            Dir::Cache "{{folder}}";
            Dir::Cache::archives "{{folder}}/packages";
            Dir::Cache::pkgcache "";
            Dir::Cache::srcpkgcache "";
            """);
    }

    /// <summary>Where what it fetched lies.</summary>
    internal string Packages => Path.Combine(_folder, "packages");

    /// <summary>Fetches the lists of packages; some may fail, and what is missing then is told when it is asked for.</summary>
    internal Task<string> UpdateAsync(CancellationToken cancellationToken) => RunAsync(["update"], cancellationToken);

    /// <summary>Finds the files of packages and of all that they need.</summary>
    internal async Task<string[]> ResolveAsync(IEnumerable<string> packages, CancellationToken cancellationToken)
    {
        // It names only what it has not fetched yet, so it looks where nothing is.
        var answer = await RunAsync(["install", "--print-uris", "-o", $"Dir::Cache::archives={_folder}/none", .. packages], cancellationToken);
        // 'http://…/libc6_2.36-9_arm64.deb' libc6_2.36-9_arm64.deb 2324660 MD5Sum:…
        return [.. answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[1])];
    }

    /// <summary>Fetches packages and all that they need, and checks them.</summary>
    internal Task FetchAsync(IEnumerable<string> packages, CancellationToken cancellationToken) =>
        RunAsync(["install", "--download-only", .. packages], cancellationToken);

    private Task<string> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        Tool.RunAsync("apt-get", ["-c", _configuration, "-qq", "-y", .. arguments], "", cancellationToken);
}
