using System.Text.RegularExpressions;

namespace Archway.Assembling.Pipelines.Conversion;

/// <summary>Caches of a build, so changed that each platform has one of its own.</summary>
/// <remarks><see href="https://docs.docker.com/build/cache/backends/"/></remarks>
internal static partial class CacheScope
{
    private const string Slug = "${{ matrix.slug }}";

    /// <summary>The text of <c>cache-from</c> or <c>cache-to</c> as it is written, each cache in it told apart by platform.</summary>
    /// <param name="written">The text.</param>
    /// <param name="kept">What the build keeps; a cache that is only read may be anything, and stays.</param>
    internal static string PerPlatform(string written, string kept)
    {
        var text = OfGitHub().Replace(written, cache => cache.Value.Contains(",scope=", StringComparison.Ordinal)
            ? Scope().Replace(cache.Value, scope => $"{scope.Value}-{Slug}") : $"{cache.Value},scope={Slug}");
        var refs = OfRegistry().Matches(kept).Select(cache => cache.Groups["ref"].Value).ToHashSet();
        return OfRegistry().Replace(text, cache =>
        {
            var name = cache.Groups["ref"];
            if (!refs.Contains(name.Value)) return cache.Value;
            var (from, to) = (name.Index - cache.Index, name.Index - cache.Index + name.Length);
            // A tag takes no slash, and a registry's port is no tag.
            var isTagged = WithoutExpressions().Replace(name.Value, "").LastIndexOf(':') > WithoutExpressions().Replace(name.Value, "").LastIndexOf('/');
            return $"{cache.Value[..from]}{name.Value}{(isTagged ? "-" : ":cache-")}{Slug}{cache.Value[to..]}";
        });
    }

    [GeneratedRegex("""type=gha(?:,(?:\$\{\{.*?\}\}|[^\s"'$])*)?""", RegexOptions.CultureInvariant)]
    private static partial Regex OfGitHub();

    [GeneratedRegex("""(?<=,)scope=(?:\$\{\{.*?\}\}|[^,\s"'$])+""", RegexOptions.CultureInvariant)]
    private static partial Regex Scope();

    [GeneratedRegex("""type=registry,(?:\$\{\{.*?\}\}|[^\s"'$])*?ref=(?<ref>(?:\$\{\{.*?\}\}|[^,\s"'$])+)""", RegexOptions.CultureInvariant)]
    private static partial Regex OfRegistry();

    [GeneratedRegex(@"\$\{\{.*?\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex WithoutExpressions();
}
