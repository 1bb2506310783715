namespace Archway.Gpu.Hosts;

/// <summary>What stands under one path of a host, as it was when someone looked.</summary>
/// <param name="Path">The path on that host, from its root.</param>
/// <param name="Kind">What it is; a link is not followed.</param>
public sealed record HostEntry(string Path, EntryKind Kind)
{
    /// <summary>Its permissions, as <c>chmod</c> counts them; null where they were not told.</summary>
    public int? Mode { get; init; }

    /// <summary>The number of its owner.</summary>
    public long? User { get; init; }

    /// <summary>The number of its group.</summary>
    public long? Group { get; init; }

    /// <summary>The major number of a device.</summary>
    public long? Major { get; init; }

    /// <summary>The minor number of a device.</summary>
    public long? Minor { get; init; }

    /// <summary>Where a link leads, as it is written.</summary>
    public string? Target { get; init; }

    /// <summary>When its content changed last, in seconds since 1970.</summary>
    public long? Modified { get; init; }

    /// <summary>The text of a file that was read.</summary>
    public string? Text { get; init; }

    /// <summary>The machine of a program or library by its ELF header: 183 is AArch64, 62 x86-64.</summary>
    public int? Machine { get; init; }

    /// <summary>Why it could not be read or looked into; null where it could, or nobody tried.</summary>
    public string? Problem { get; init; }
}

/// <summary>What a path may be.</summary>
public enum EntryKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A character device.</summary>
    Character,

    /// <summary>A block device.</summary>
    Block,

    /// <summary>A named pipe.</summary>
    Pipe,

    /// <summary>A socket.</summary>
    Socket,
}
