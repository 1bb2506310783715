using System.Text.Json.Serialization;
using Archway.Verifying;

namespace Archway.Judging.Contents;

/// <summary>A file for another machine than the one that the image says it is for.</summary>
/// <param name="Holder">The file, or the archive that holds it.</param>
/// <param name="Inside">Where in the archive it lies; null for a file of its own.</param>
/// <param name="Found">What it is for, in words: <c>linux/amd64</c>, or the machine where images have no name for it.</param>
/// <param name="Role">What it does there.</param>
public sealed record ForeignFile(ContentFile Holder, string? Inside, string Found, FileRole Role)
{
    /// <summary>Where it lies, from the root, and within an archive behind <c>!/</c>.</summary>
    public string Path => Inside is null ? Holder.Path : $"{Holder.Path}!/{Inside}";
}

/// <summary>A file for another machine that stands beside one for this machine, as a package for several machines has it.</summary>
/// <param name="Foreign">The file.</param>
/// <param name="Because">Why it may be there, in words.</param>
public sealed record LegitimateFile(ForeignFile Foreign, string Because);

/// <summary>What a file does, as far as that can be told.</summary>
public enum FileRole
{
    /// <summary>The image's config starts it, or what it starts does.</summary>
    [JsonStringEnumMemberName("entrypoint")] Entrypoint,

    /// <summary>It runs what the config starts: a dynamic linker, a script's shell.</summary>
    [JsonStringEnumMemberName("interpreter")] Interpreter,

    /// <summary>It is another program.</summary>
    [JsonStringEnumMemberName("program")] Program,

    /// <summary>It is loaded by programs.</summary>
    [JsonStringEnumMemberName("library")] Library,

    /// <summary>Programs are linked from it; nothing runs it.</summary>
    [JsonStringEnumMemberName("object")] LinkedObject,
}
