namespace Archway.Verifying.Binaries;

/// <summary>The words by which names of files and folders mean an operating system.</summary>
internal static class SystemWord
{
    /// <summary>The operating system as images call it; null for any other word.</summary>
    internal static string? Of(string word) => word switch
    {
        "linux" or "linuxmusl" or "alpine" or "manylinux" or "musllinux" => "linux",
        "darwin" or "macos" or "macosx" or "osx" or "mac" or "apple" => "darwin",
        "windows" or "win" or "win32" or "mingw32" => "windows",
        "freebsd" => "freebsd",
        "android" or "androideabi" => "android",
        _ => null,
    };

    /// <summary>Whether a word tells the C library or the way of calls, and stands behind the architecture or before it.</summary>
    internal static bool IsAbi(string word) => word is "gnu" or "glibc" or "musl" or "libc" or "gnueabihf" or "gnueabi" or "musleabihf" or "musleabi"
        or "eabihf" or "eabi" or "gnuabi64" or "lp64d" or "msvc";

    /// <summary>Whether a word stands for the maker in a name such as <c>x86_64-pc-linux-gnu</c>.</summary>
    internal static bool IsVendor(string word) => word is "unknown" or "pc" or "apple" or "alpine" or "redhat" or "suse" or "amazon" or "conda" or "buildroot"
        or "w64" or "oe" or "openwrt" or "none";
}
