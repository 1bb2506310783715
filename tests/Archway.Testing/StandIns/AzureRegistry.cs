using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Archway.Testing.StandIns;

/// <summary>Azure Container Registry: <c>az acr login</c> leaves a refresh token, which buys access tokens by post.</summary>
/// <remarks><see href="https://azure.github.io/acr/AAD-OAuth.html"/>; a user and a password get them by <c>GET</c>, as its page Token-BasicAuth says.</remarks>
public sealed class AzureRegistry : StandIn
{
    /// <summary>The user that means that the password is a refresh token.</summary>
    public const string NullUser = "00000000-0000-0000-0000-000000000000";

    private const string Host = "contoso.azurecr.io";
    private const string Storage = "contoso.blob.core.windows.net";
    private const string Closed = "authentication required, visit https://aka.ms/acr/authorization for more information.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Hosts { get; } = [Host, Storage];

    internal override async Task<bool> AnswerAsync(HttpContext context, string body)
    {
        if (context.Request.Host.Host == Storage) return await AnswerAsStorageAsync(context);
        if (context.Request.Path == "/oauth2/token") return await GiveTokenAsync(context, body);
        var repository = RepositoryIn(context);
        if (ScopesOf(context) is not { } scopes || (repository.Length > 0 && !scopes.Contains(ScopeOf(repository))))
        {
            var scope = repository.Length == 0 ? "" : $",scope=\"{ScopeOf(repository)}\"";
            context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"https://{Host}/oauth2/token\",service=\"{Host}\"{scope}";
            return await RefuseAsync(context, 401, "UNAUTHORIZED", Closed);
        }

        var path = context.Request.Path.Value!;
        return path.Contains("/blobs/", StringComparison.Ordinal) && Lead(context, $"https://{Storage}{path}?signature=secret");
    }

    private async Task<bool> GiveTokenAsync(HttpContext context, string body)
    {
        var form = QueryHelpers.ParseQuery(body);
        var isPost = HttpMethods.IsPost(context.Request.Method);
        var isRight = isPost
            ? form["grant_type"] == "refresh_token" && form["service"] == Host && IsRight(NullUser, form["refresh_token"].ToString())
            : LoginOf(context).IsRight;
        var scopes = isPost ? form["scope"].ToString().Split(' ') : WantedScopes(context);
        if (!isRight && !scopes.All(scope => MayRead(RepositoryOf(scope), hasAccount: false))) return await RefuseAsync(context, 401, "UNAUTHORIZED", Closed);
        await context.Response.WriteAsJsonAsync(new { access_token = Issue(scopes.Where(scope => MayRead(RepositoryOf(scope), isRight))) });
        return true;
    }
}
