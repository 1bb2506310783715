using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Archway.Pages;

/// <summary>What stands around a page: it asks for nothing from anywhere, and a browser runs nothing in it but its own script, whatever stands in it.</summary>
/// <remarks>Style and script are named by their digests (<see href="https://www.w3.org/TR/CSP3/"/>).</remarks>
public sealed class HtmlFrame
{
    private readonly string _style;
    private readonly string? _script;

    private HtmlFrame(string style, string? script) => (_style, _script) = (style, script);

    /// <summary>What a browser is to hold to.</summary>
    public string Policy => $"default-src 'none'; style-src 'sha256-{HashOf(_style)}'; {(_script is null ? "" : $"script-src 'sha256-{HashOf(_script)}'; ")}base-uri 'none'; form-action 'none'";

    /// <summary>The frame whose style and script an assembly holds.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="style">The name of the style within it.</param>
    /// <param name="script">The name of the script within it; null for a page without one.</param>
    public static HtmlFrame Of(Assembly assembly, string style, string? script)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return new(Part(assembly, style), script is null ? null : Part(assembly, script));
    }

    /// <summary>Writes what stands before the body's content.</summary>
    /// <param name="page">The page.</param>
    /// <param name="title">Its title.</param>
    public void Begin(HtmlPage page, string title)
    {
        ArgumentNullException.ThrowIfNull(page);
        page.Write($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <meta http-equiv="Content-Security-Policy" content="
            """);
        // Of base64 and quotes, none of which ends the attribute.
        page.WriteMade(Policy);
        page.Write($"\">\n<title>{title}</title>\n<style>");
        page.WriteMade(_style);
        page.Write($"</style>\n</head>\n<body>\n");
    }

    /// <summary>Writes what stands behind it.</summary>
    /// <param name="page">The page.</param>
    public void End(HtmlPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        if (_script is not null)
        {
            page.Write($"<script>");
            page.WriteMade(_script);
            page.Write($"</script>\n");
        }

        page.Write($"</body>\n</html>\n");
    }

    private static string Part(Assembly assembly, string name)
    {
        using StreamReader reader = new(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    // Of what stands between the tags, to the byte.
    private static string HashOf(string part) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(part)));
}
