using Archway.Testing;

namespace Archway.Cli.Tests.Assembling;

/// <summary>A program named docker that does what docker buildx 0.29 was seen to do of what is asked of it, and notes each call.</summary>
/// <remarks>How it was seen stands in docs/buildx-run.md.</remarks>
internal sealed class DockerStandIn
{
    private readonly string _folder;

    /// <param name="folder">Where it is put; the builds' folder may be the same.</param>
    /// <param name="driver">The driver of every builder.</param>
    /// <param name="builds">What each build gives: the image that it pushes by digest, or the archive that it writes.</param>
    internal DockerStandIn(string folder, string driver, params (string Platforms, string Given)[] builds)
    {
        _folder = folder;
        var cases = string.Concat(builds.Select(build => $"    *\"--platform {build.Platforms} \"*) given={build.Given} ;;\n"));
        var file = Path.Combine(folder, "docker");
        File.WriteAllText(file, $$"""
            #!/bin/sh
            echo "$@" >> {{folder}}/called
            [ "$2" = inspect ] && printf 'Name:          %s\nDriver:        {{driver}}\nLast Activity: 2026-11-23 01:00:26 +0000 UTC\n\nNodes:\nName:      default\n' "$3"
            [ "$2" = build ] || exit 0
            case "$*" in
            {{cases}}esac
            while [ $# -gt 0 ]; do
              case "$1 $2" in
                --output\ type=oci,dest=*) cp "$given" "${2#type=oci,dest=}" ;;
                --output\ *push-by-digest=true*) [ {{driver}} = docker ] && { echo "ERROR: failed to build: push-by-digest is currently not implemented for docker driver, please create a new builder instance" >&2; exit 1; } ;;
                --metadata-file\ *) printf '{"containerimage.digest":"%s"}' "$given" > "$2" ;;
              esac
              shift
            done
            echo "#1 building"

            """);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    /// <summary>What it was called with, call by call.</summary>
    internal string[] Called => File.ReadAllLines(Path.Combine(_folder, "called"));

    /// <summary>An image as the engine's own builder writes it.</summary>
    internal static async Task<string> ArchiveAsync(ArchwayProgram archway, TestRegistry registry, string folder, StoredImage image)
    {
        var archive = Path.Combine(folder, $"given-{image.Digest.Hex[..12]}.tar");
        Xunit.Assert.Equal(0, (await archway.RunAsync("copy", registry.Put("source", "1", image), $"oci-archive:{archive}")).ExitCode);
        return archive;
    }
}
