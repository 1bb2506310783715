namespace Archway.Verifying.Binaries;

/// <summary>The reading of a file whose head says all.</summary>
internal sealed class HeadReading(FileKind kind) : IFileReading
{
    public void Continue(KeptBytes kept)
    {
        // There is nothing to want.
    }

    public FileContent? Finish(KeptBytes kept)
    {
        var head = kept.From(0);
        return kind switch
        {
            FileKind.Pe => PeHeader.Read(head),
            FileKind.MachO => MachOHeader.Read(head),
            FileKind.FatOrClass => MachOHeader.ReadFat(head) is { } fat ? fat : MachOHeader.IsClass(head) ? new JavaClassFile() : null,
            FileKind.Script => ScriptLine.Read(head),
            FileKind.Zip => new ZipFile(),
            FileKind.WebAssembly => new WebAssemblyFile(),
            _ => null,
        };
    }
}
