using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Archway.Testing;

/// <summary>Who is let in to a <see cref="TestRegistry"/>, and how that is asked for.</summary>
internal sealed class Gate
{
    private readonly ConcurrentDictionary<string, string[]> _scopes = new();
    private string? _basic;
    private string? _realm;
    private int _issued;

    /// <summary>The status for who wants a token for several scopes; null gives one.</summary>
    internal int? SeveralRefused { get; set; }

    /// <summary>Whether a token is good for the first of the scopes only.</summary>
    internal bool HeedsFirstOnly { get; set; }

    internal static Gate Basic(string user, string password) => new() { _basic = Encode($"{user}:{password}") };

    internal static Gate Bearer(string realm, string? user) => new() { _realm = realm, _basic = user is null ? null : Encode(user) };

    internal async Task<bool> LetInAsync(HttpContext context, string repository)
    {
        var shown = context.Request.Headers.Authorization.FirstOrDefault();
        if (_realm is null ? shown == _basic : shown is not null && _scopes.TryGetValue(shown, out var scopes) && scopes.Any(scope => Covers(scope, Scope(repository, context.Request)))) return true;
        context.Response.StatusCode = 401;
        context.Response.Headers.WWWAuthenticate = _realm is null
            ? "Basic realm=\"the test, \\\"quoted\\\"\""
            : $"Negotiate, Bearer realm=\"{_realm}\",service=\"test\",scope=\"{Scope(repository, context.Request)}\"";
        await context.Response.WriteAsJsonAsync(new { errors = new[] { new { code = "UNAUTHORIZED", message = "authentication\u0007 required\u001b[31m" } } });
        return false;
    }

    internal async Task GiveTokenAsync(HttpContext context, string body)
    {
        var form = body.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')));
        var isKnown = form.TryGetValue("refresh_token", out var identity)
            ? Encode(":" + identity) == _basic
            : context.Request.Headers.Authorization.FirstOrDefault() == _basic;
        if (_basic is not null && !isKnown)
        {
            context.Response.StatusCode = 401;
            return;
        }

        var scopes = form.GetValueOrDefault("scope")?.Split(' ') ?? [.. context.Request.Query["scope"].OfType<string>()];
        if (scopes.Length > 1 && SeveralRefused is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        var token = $"token-{Interlocked.Increment(ref _issued)}";
        // One parameter may hold several, as a challenge may.
        var granted = (HeedsFirstOnly ? scopes[..1] : scopes).SelectMany(scope => scope.Split(' ')).ToArray();
        _scopes[$"Bearer {token}"] = granted;
        await context.Response.WriteAsJsonAsync(new { access_token = token, token, expires_in = 300 });
    }

    private static string Scope(string repository, HttpRequest request) =>
        $"repository:{repository}:{(request.Method is "GET" or "HEAD" ? "pull" : "pull,push")}";

    private static bool Covers(string granted, string wanted) => granted == wanted || granted == wanted + ",push";

    private static string Encode(string pair) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair));
}
