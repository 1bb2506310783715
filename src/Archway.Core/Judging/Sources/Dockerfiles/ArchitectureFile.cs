namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>Tells for which architecture a file is by its path.</summary>
internal static class ArchitectureFile
{
    /// <summary>
    /// Whether a file or its folder is called after 64-bit x86, and not after Arm as well: <c>Dockerfile.amd64</c>, <c>docker/amd64/Dockerfile</c>.
    /// </summary>
    /// <remarks>One that crosses from Arm to it names both.</remarks>
    internal static bool IsForAmd64(string path) =>
        (!ArchitectureQuestion.NamesArm(path) || path.Has("cross")) && ArchitectureToken.In(path, 0, path.Length).Any(token => IsWhole(path, token));

    // The whole of a folder's name, or a part of that of the file or of the folder it lies in.
    private static bool IsWhole(string path, ArchitectureToken token) =>
        path.IndexOf('/', token.Start) is var slash && (slash < 0 || slash == path.LastIndexOf('/'))
        || ((token.Start == 0 || path[token.Start - 1] == '/') && path[token.End] == '/');
}
