using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Archway.Testing.StandIns;

/// <summary>A registry whose lists of tags link to what it is told.</summary>
/// <param name="link">Where the next page is; <c>{n}</c> in it is the page's number.</param>
/// <param name="tag">The one tag on each page.</param>
public sealed class LinkingRegistry(string link, string tag = "1") : StandIn
{
    private int _pages;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Hosts { get; } = ["tags.example.com"];

    /// <summary>How many pages were asked for.</summary>
    public int Pages => Volatile.Read(ref _pages);

    internal override async Task<bool> AnswerAsync(HttpContext context, string body)
    {
        var page = Interlocked.Increment(ref _pages).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.Link = $"<{link.Replace("{n}", page, StringComparison.Ordinal)}>; rel=\"next\"";
        await context.Response.WriteAsJsonAsync(new { name = "team/app", tags = new[] { tag.Replace("{n}", page, StringComparison.Ordinal) } });
        return true;
    }
}
