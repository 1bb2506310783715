using System.Collections.Frozen;
using System.Text;

namespace Archway.Verifying.Archives;

/// <summary>The names of files as they bear on what the files may be, and as they are shown.</summary>
internal static class EntryName
{
    private const int LongestEnding = 16;

    // What is run by something that runs everywhere, or is not run: a jar has thousands of these, and none is unpacked to look at it.
    private static readonly FrozenSet<string> Neutral = FrozenSet.Create(StringComparer.Ordinal,
    [
        "class", "java", "kt", "kts", "kotlin_module", "kotlin_metadata", "kotlin_builtins", "knm", "scala", "tasty", "sjsir", "groovy", "clj",
        "cljs", "dex",
        "js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx", "map", "css", "scss", "sass", "less", "vue",
        "html", "htm", "xhtml", "ftl", "vm", "jsp", "mustache", "hbs",
        "xml", "xsd", "xsl", "xslt", "dtd", "wsdl", "rng", "tld", "json", "json5", "yaml", "yml", "toml", "ini", "cfg", "conf", "properties",
        "factories", "imports",
        "py", "pyi", "pyc", "pyo", "pyx", "pxd", "rb", "pl", "pm", "php", "lua", "r", "ipynb", "mo", "po", "pot",
        "c", "cc", "cpp", "cxx", "h", "hh", "hpp", "hxx", "inc", "rs", "go", "cs", "f", "f90",
        "proto", "fbs", "thrift", "graphql", "sql",
        "txt", "md", "rst", "adoc", "csv", "tsv", "log", "gitignore", "gitkeep", "npmignore",
        "mf", "sf", "rsa", "dsa", "ec", "pem", "crt", "sha1", "md5", "sha256",
        "png", "jpg", "jpeg", "gif", "svg", "ico", "icns", "webp", "bmp", "tif", "tiff",
        "ttf", "otf", "woff", "woff2", "eot",
        "mp3", "mp4", "wav", "ogg", "webm", "pdf",
    ]);

    private static readonly FrozenSet<string> Archives = FrozenSet.Create(StringComparer.Ordinal,
        ["jar", "war", "ear", "jmod", "zip", "whl", "egg", "pex", "pyz", "aar", "apk"]);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> IsNeutral = Neutral.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> IsArchive = Archives.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether an entry of an archive is looked at: all are but folders and those whose ending says that no machine runs them.</summary>
    internal static bool MayMatter(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name[^1] is (byte)'/' or (byte)'\\') return false;
        Span<char> ending = stackalloc char[LongestEnding];
        return Ending(name, ending) is not { Length: > 0 } found || !IsNeutral.Contains(found);
    }

    /// <summary>Whether the ending is that of a kind of zip archive, whatever bytes stand before it.</summary>
    internal static bool IsOfArchive(string path)
    {
        var dot = path.LastIndexOf('.');
        Span<char> ending = stackalloc char[LongestEnding];
        if (dot < 0 || path.Length - dot - 1 > LongestEnding) return false;
        var length = path.AsSpan(dot + 1).ToLowerInvariant(ending);
        return IsArchive.Contains(ending[..length]);
    }

    /// <summary>Whether the ending is that of an archive from which programs are loaded, and not of any zip.</summary>
    internal static bool IsOfPrograms(string path) => IsOfArchive(path) && !path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    /// <summary>A name as a path: its parts with one slash between them, without what leads up or away.</summary>
    /// <remarks>What a terminal takes for a command is replaced.</remarks>
    internal static string Clean(string name)
    {
        StringBuilder path = new(name.Length);
        foreach (var range in name.AsSpan().SplitAny('/', '\\'))
        {
            var part = name.AsSpan(range);
            if (part is "" or "." or "..") continue;
            if (path.Length > 0) path.Append('/');
            foreach (var one in part) path.Append(char.IsControl(one) ? '\uFFFD' : one);
        }

        return path.ToString();
    }

    // In small letters; empty where there is none, or a longer one than any that is known.
    private static ReadOnlySpan<char> Ending(ReadOnlySpan<byte> name, Span<char> ending)
    {
        var dot = name.LastIndexOfAny((byte)'.', (byte)'/', (byte)'\\');
        if (dot < 0 || name[dot] != '.' || name.Length - dot - 1 > ending.Length) return [];
        var written = name[(dot + 1)..];
        for (var i = 0; i < written.Length; i++) ending[i] = char.ToLowerInvariant((char)written[i]);
        return ending[..written.Length];
    }
}
