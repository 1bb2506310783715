namespace Archway.Verifying.Trees;

/// <summary>What was seen in one layer: every entry in its order, and of the files that matter what they are.</summary>
/// <remarks>
/// An observation, without opinion and the same for every image that has the layer, so it is kept under the layer's digest. It holds as few bytes as it
/// can, since an image may have a million files: entries are read from it one after another, by <see cref="LayerRecordReader"/>.
/// </remarks>
/// <param name="Bytes">The entries as <see cref="LayerRecordWriter"/> writes them.</param>
internal sealed record LayerRecord(byte[] Bytes)
{
    /// <summary>The version of the format and of what is observed; records of another are not read.</summary>
    internal const int Version = 1;

    /// <summary>How many bytes a record may have: several million entries.</summary>
    internal const int MostBytes = 64 << 20;

    /// <summary>How many bytes its own beginning has: what follows are the entries.</summary>
    internal const int Head = 9;

    /// <summary>How many entries could become no file.</summary>
    internal int PassedOver => BitConverter.ToInt32(Bytes, 0);

    /// <summary>How many entries there are.</summary>
    internal int Entries => BitConverter.ToInt32(Bytes, 4);

    /// <summary>Whether anything of lower layers is taken away.</summary>
    internal bool Removes => Bytes[8] != 0;
}
