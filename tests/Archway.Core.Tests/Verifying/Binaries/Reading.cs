using Archway.Verifying.Binaries;

namespace Archway.Core.Tests.Verifying.Binaries;

/// <summary>Files read as they are in a layer: once, forwards, in parts.</summary>
internal static class Reading
{
    internal static FileContent? Of(byte[] file, int part = int.MaxValue) => Of(new FileReader(), file, part);

    internal static FileContent? Of(FileReader reader, byte[] file, int part = int.MaxValue)
    {
        reader.Begin(file.Length);
        for (var at = 0; at < file.Length; at += Math.Min(part, file.Length - at)) reader.Add(file.AsSpan(at, Math.Min(part, file.Length - at)));
        return reader.End();
    }

    internal static ElfFile Elf(ElfBytes file) => (ElfFile)Of(file.Write())!;

    /// <summary>All that was read, as one text: records compare their lists by identity.</summary>
    internal static string Text(FileContent? content) =>
        content + (content is ElfFile elf ? string.Join(',', elf.Needed) : content is MachOFile fat ? string.Join(',', fat.Machines) : "");
}
