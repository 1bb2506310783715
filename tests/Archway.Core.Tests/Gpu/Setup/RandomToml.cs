using System.Text;
using Archway.Gpu.Toml;

namespace Archway.Core.Tests.Gpu.Setup;

/// <summary>Files of TOML in every way that people write them.</summary>
internal static class RandomToml
{
    private static readonly string[] Keys = ["a", "b", "c", "plugins", "io.x.y", "with space"];

    internal static string Key(Random random) => Keys[random.Next(Keys.Length)];

    /// <summary>A file that reads; lines that would not are left out.</summary>
    internal static string File(Random random)
    {
        var end = random.Next(4) == 0 ? "\r\n" : "\n";
        StringBuilder text = new();
        for (var i = random.Next(0, 14); i > 0; i--)
        {
            var line = Line(random) + (i == 1 && random.Next(3) == 0 ? "" : end);
            if (TomlReader.Read(new("f", text + line), []) is not null) text.Append(line);
        }

        return text.ToString();
    }

    private static string Line(Random random) => random.Next(9) switch
    {
        0 => $"# about {Key(random)}",
        1 => "",
        2 => $"{Indent(random)}[{Path(random)}] # heading",
        3 => $"[[{Path(random)}]]",
        4 => $"{Indent(random)}{Path(random)} = [1, 2, # two",
        5 => $"{Path(random)} = {{ {Written(Key(random), random)} = 1, z = 'x' }}",
        6 => $"{Path(random)} = {{}}",
        _ => $"{Indent(random)}{Path(random)} = {random.Next(100)} # why",
    };

    private static string Path(Random random) => string.Join('.', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Written(Key(random), random)));

    private static string Written(string key, Random random) => key.All(char.IsAsciiLetter) && random.Next(3) > 0 ? key : random.Next(2) == 0 ? $"'{key}'" : $"\"{key}\"";

    private static string Indent(Random random) => new(random.Next(2) == 0 ? ' ' : '\t', random.Next(3));
}
