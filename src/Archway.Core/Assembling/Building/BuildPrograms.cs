using Archway.Oci.Programs;

namespace Archway.Assembling.Building;

/// <summary>The programs that build, as they are on this machine.</summary>
public static class BuildPrograms
{
    /// <summary>Docker Buildx or buildah, as they are found on the PATH.</summary>
    /// <param name="name"><c>buildx</c>, <c>buildah</c>, or null for the first that is there.</param>
    /// <param name="path">The variable <c>PATH</c>.</param>
    /// <exception cref="BuildException">It is not there.</exception>
    public static IBuildProgram Find(string? name, string? path)
    {
        if (name is null or "buildx" && ExternalProgram.Find("docker", path) is { } docker) return new Buildx(docker.File);
        if (name is null or "buildah" && ExternalProgram.Find("buildah", path) is { } buildah) return new Buildah(buildah.File);
        throw new BuildException(name switch
        {
            "buildx" => "docker is not on the PATH; install Docker with its Buildx plug-in, or build with --with buildah",
            "buildah" => "buildah is not on the PATH; install it, or build with --with buildx",
            _ => "neither docker nor buildah is on the PATH, and one of them builds Dockerfiles; what needs no build can be laid over a base with --base",
        });
    }

    /// <summary>Runs a step of a build; what it writes is told with the step's name before it.</summary>
    internal static async Task StepAsync(
        string file, string what, IReadOnlyList<string> arguments, string folder, Action<string> heard, CancellationToken cancellationToken)
    {
        var last = "";
        var exit = await StreamedProgram.RunAsync(file, arguments, folder, line =>
        {
            if (line.AsSpan().Trim().Length > 0) last = line.Trim();
            heard($"{what} | {line}");
        }, cancellationToken);
        if (exit is null) throw new BuildException($"{file} could not be started");
        if (exit != 0) throw new BuildException($"{what}: {Path.GetFileName(file)} {arguments[0]} answered {exit}{(last.Length > 0 ? $": {last}" : "")}");
    }

    /// <summary>The arguments that both programs take in the same words.</summary>
    internal static IEnumerable<string> Common(BuildRequest request) =>
    [
        .. request.Dockerfile is { } file ? ["--file", file] : Array.Empty<string>(),
        .. request.Stage is { } stage ? ["--target", stage] : Array.Empty<string>(),
        .. request.Arguments.SelectMany(argument => new[] { "--build-arg", argument }),
        .. request.Further,
    ];
}
