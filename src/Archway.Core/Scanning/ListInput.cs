using System.Text;

namespace Archway.Scanning;

/// <summary>A list of images on standard input.</summary>
internal static class ListInput
{
    // A list of every image of a large fleet has some megabytes.
    private const int Longest = 32 * 1024 * 1024;

    /// <summary>Reads all of it.</summary>
    /// <exception cref="ScanException">There is nothing, or too much.</exception>
    internal static async Task<string> ReadAsync(TextReader input, CancellationToken cancellationToken)
    {
        StringBuilder list = new();
        var buffer = new char[16 * 1024];
        while (await ReadAsync(input, buffer, cancellationToken) is > 0 and var read)
        {
            if (list.Append(buffer, 0, read).Length > Longest)
                throw new ScanException($"the list on standard input has more than {Longest} characters; split it");
        }

        // What Windows puts through a pipe begins with a byte order mark.
        var text = list.Length > 0 && list[0] == '\ufeff' ? list.ToString(1, list.Length - 1) : list.ToString();
        // Most often the program before the pipe has failed; that is no clean fleet.
        return string.IsNullOrWhiteSpace(text) ? throw new ScanException("nothing was read from standard input: it is empty") : text;
    }

    // A console's reader blocks whatever its token says, and a user who pressed Ctrl-C would wait for it.
    private static Task<int> ReadAsync(TextReader input, char[] buffer, CancellationToken cancellationToken) =>
        Task.Run(async () => await input.ReadAsync(buffer, cancellationToken), cancellationToken).WaitAsync(cancellationToken);
}
