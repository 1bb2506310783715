using System.IO.MemoryMappedFiles;

namespace Archway.Fuzz;

/// <summary>The input being read, in a file that outlives the process that it kills.</summary>
internal sealed class LastInput : IDisposable
{
    private const int Longest = 4 * 1024 * 1024;
    private readonly string _path;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    internal LastInput(Target target)
    {
        _path = PathOf(target);
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        _file = MemoryMappedFile.CreateFromFile(_path, FileMode.Create, null, sizeof(int) + Longest);
        _view = _file.CreateViewAccessor();
    }

    internal void Set(byte[] input)
    {
        var length = Math.Min(input.Length, Longest);
        _view.Write(0, length);
        _view.WriteArray(sizeof(int), input, 0, length);
    }

    /// <summary>What a process that died left behind.</summary>
    internal static byte[]? Take(Target target)
    {
        if (!File.Exists(PathOf(target))) return null;
        var left = File.ReadAllBytes(PathOf(target));
        File.Delete(PathOf(target));
        return left[sizeof(int)..(sizeof(int) + BitConverter.ToInt32(left))];
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }

    private static string PathOf(Target target) => Path.Combine(Path.GetTempPath(), $"archway-fuzz-{Environment.UserName}", target.Name + ".input");
}
