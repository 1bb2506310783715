using Archway.Verifying.Binaries;

namespace Archway.Verifying.Archives;

/// <summary>A program or library in an archive.</summary>
/// <param name="Path">Where it lies in there: <c>lib/netty.jar!/META-INF/native/libnetty_epoll_x86_64.so</c>.</param>
/// <param name="Content">What it is.</param>
public sealed record ArchivedFile(string Path, FileContent Content);
