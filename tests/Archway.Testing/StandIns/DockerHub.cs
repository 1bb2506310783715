using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Archway.Testing.StandIns;

/// <summary>Docker Hub: tokens of another host for everyone, a limit that reading manifests uses up and <c>HEAD</c> does not, blobs elsewhere.</summary>
/// <remarks>
/// <see href="https://docs.docker.com/docker-hub/usage/pulls/"/> for the limit, its headers and its 429;
/// <see href="https://distribution.github.io/distribution/spec/auth/token/"/> for tokens, which name no scope that the asker has no access to.
/// </remarks>
public sealed class DockerHub : StandIn
{
    private const string Storage = "production.cloudfront.docker.com";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Hosts { get; } = ["registry-1.docker.io", "auth.docker.io", Storage];

    /// <summary>How many manifests may still be read.</summary>
    public int Remaining { get; set; } = 100;

    /// <summary>What it says of when to ask again, once the limit is reached; null says nothing.</summary>
    public string? RetryAfter { get; set; }

    internal override async Task<bool> AnswerAsync(HttpContext context, string body)
    {
        if (context.Request.Host.Host == Storage) return await AnswerAsStorageAsync(context);
        if (context.Request.Host.Host == "auth.docker.io") return await GiveTokenAsync(context);
        var repository = RepositoryIn(context);
        if (ScopesOf(context) is not { } scopes || (repository.Length > 0 && !scopes.Contains(ScopeOf(repository))))
        {
            var scope = repository.Length == 0 ? "" : $",scope=\"{ScopeOf(repository)}\"";
            context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\"{scope}";
            return await RefuseAsync(context, 401, "UNAUTHORIZED", "authentication required");
        }

        var path = context.Request.Path.Value!;
        if (path.Contains("/blobs/", StringComparison.Ordinal)) return Lead(context, $"https://{Storage}{path}?signature=secret");
        if (!path.Contains("/manifests/", StringComparison.Ordinal)) return false;
        if (HttpMethods.IsGet(context.Request.Method) && --Remaining < 0)
        {
            if (RetryAfter is not null) context.Response.Headers.RetryAfter = RetryAfter;
            return await RefuseAsync(context, 429, "TOOMANYREQUESTS",
                "You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit");
        }

        context.Response.Headers["ratelimit-limit"] = "100;w=21600";
        context.Response.Headers["ratelimit-remaining"] = string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, Remaining)};w=21600");
        context.Response.Headers["docker-ratelimit-source"] = "192.0.2.7";
        return false;
    }

    private async Task<bool> GiveTokenAsync(HttpContext context)
    {
        var (isShown, isRight) = LoginOf(context);
        if (isShown && !isRight)
        {
            context.Response.StatusCode = 401;
            await context.Response.WriteAsJsonAsync(new { details = "incorrect username or password" });
            return true;
        }

        var token = Issue(WantedScopes(context).Where(scope => MayRead(RepositoryOf(scope), isRight)));
        await context.Response.WriteAsJsonAsync(new { token, access_token = token, expires_in = 300, issued_at = "2026-11-16T09:00:00Z" });
        return true;
    }
}
