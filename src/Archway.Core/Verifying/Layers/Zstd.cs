using System.Runtime.InteropServices;

namespace Archway.Verifying.Layers;

/// <summary>The functions of libzstd that unpack a stream.</summary>
/// <remarks><see href="https://facebook.github.io/zstd/zstd_manual.html#Chapter9"/></remarks>
internal static partial class Zstd
{
    private const string Library = "libzstd.so.1";

    /// <summary>ZSTD_d_windowLogMax.</summary>
    internal const int WindowLogMax = 100;

    /// <summary>ZSTD_error_frameParameter_windowTooLarge.</summary>
    internal const int WindowTooLarge = 16;

    [LibraryImport(Library, EntryPoint = "ZSTD_createDStream")]
    internal static partial ZstdHandle Create();

    [LibraryImport(Library, EntryPoint = "ZSTD_freeDStream")]
    internal static partial nuint Free(nint handle);

    [LibraryImport(Library, EntryPoint = "ZSTD_DCtx_setParameter")]
    internal static partial nuint Set(ZstdHandle handle, int parameter, int value);

    [LibraryImport(Library, EntryPoint = "ZSTD_decompressStream")]
    internal static partial nuint Decompress(ZstdHandle handle, ref Buffer output, ref Buffer input);

    [LibraryImport(Library, EntryPoint = "ZSTD_isError")]
    internal static partial uint IsError(nuint code);

    [LibraryImport(Library, EntryPoint = "ZSTD_getErrorCode")]
    internal static partial int ErrorCode(nuint code);

    [LibraryImport(Library, EntryPoint = "ZSTD_getErrorName")]
    private static partial nint ErrorNameAt(nuint code);

    internal static string ErrorName(nuint code) => Marshal.PtrToStringUTF8(ErrorNameAt(code)) ?? "no reason";

    /// <summary>ZSTD_inBuffer and ZSTD_outBuffer.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Buffer
    {
        internal nint Bytes;
        internal nuint Length;
        internal nuint Position;
    }
}
