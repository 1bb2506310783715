namespace Archway.Verifying.Trees;

/// <summary>What stands beside an entry's kind in its first byte.</summary>
internal static class EntryFlags
{
    internal const int Kind = 0x07;
    internal const int Executable = 0x08;
    internal const int HasContent = 0x10;
}
