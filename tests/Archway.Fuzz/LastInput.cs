using System.IO.MemoryMappedFiles;

namespace Archway.Fuzz;

/// <summary>The input being read, in a file that outlives the process that it kills.</summary>
internal sealed class LastInput : IDisposable
{
    private const int Longest = 4 * 1024 * 1024;
    private readonly string _path;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    internal LastInput(string path)
    {
        _path = path;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, null, sizeof(int) + Longest);
        _view = _file.CreateViewAccessor();
    }

    internal void Set(byte[] input)
    {
        var length = Math.Min(input.Length, Longest);
        _view.Write(0, length);
        _view.WriteArray(sizeof(int), input, 0, length);
    }

    /// <summary>What a process that died left behind.</summary>
    internal static byte[]? Take(string path)
    {
        if (!File.Exists(path)) return null;
        var left = File.ReadAllBytes(path);
        File.Delete(path);
        return left[sizeof(int)..(sizeof(int) + BitConverter.ToInt32(left))];
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }
}
