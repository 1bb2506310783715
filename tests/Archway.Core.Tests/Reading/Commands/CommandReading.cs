using Archway.Core.Tests.Reading.Tree;
using Archway.Reading;

namespace Archway.Core.Tests.Reading.Commands;

/// <summary>The images that the commands of a folder name.</summary>
internal static class CommandReading
{
    internal static ImageOccurrence[] Find(Folder folder) =>
        [.. folder.Read(new() { IncludeCommands = true }).OfType<SourceItem.Document>().SelectMany(document => document.Content.Occurrences)];

    internal static string[] Lines(Folder folder) =>
        [.. Find(folder).Select(found => $"{found.At.File}:{found.At.Line} {found.Written} = {found.Image?.ToString() ?? found.Reason}")];
}
