namespace Archway.Cli.Files;

/// <summary>A folder for what a run makes on its way, gone when it ends.</summary>
internal sealed class WorkFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("archway-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
