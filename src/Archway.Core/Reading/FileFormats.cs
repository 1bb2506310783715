using Archway.Reading.Dockerfiles;

namespace Archway.Reading;

/// <summary>The kinds of files that are read, the particular ones first.</summary>
internal static class FileFormats
{
    internal static IReadOnlyList<IFileFormat> For(ReadingOptions options) =>
    [
        new DockerfileFormat(options),
    ];
}
