using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Archway.Testing.StandIns;

/// <summary>A registry of the internet as its documentation describes it; what it serves, and to whom, a test says.</summary>
public abstract class StandIn
{
    private readonly ConcurrentDictionary<string, string[]> _granted = new();
    private readonly Dictionary<string, string> _accounts = [];
    private readonly HashSet<string> _public = [];
    private readonly HashSet<string> _private = [];
    private int _issued;

    /// <summary>The names under which it answers: the registry's own first, then those of its token service and its storage.</summary>
    public abstract IReadOnlyList<string> Hosts { get; }

    /// <summary>The most tags that it lists at once.</summary>
    public int PageLength { get; init; } = int.MaxValue;

    /// <summary>What serves behind the names, and can be told to misbehave.</summary>
    public TestRegistry Server { get; internal set; } = null!;

    /// <summary>Stores an image that anyone may read.</summary>
    public void Publish(string repository, string tag, StoredImage image)
    {
        Server.Put(repository, tag, image);
        _public.Add(repository);
    }

    /// <summary>Stores an image that only accounts may read.</summary>
    public void Hide(string repository, string tag, StoredImage image)
    {
        Server.Put(repository, tag, image);
        _private.Add(repository);
    }

    /// <summary>Makes an account, which may read all that is hidden.</summary>
    public void Register(string user, string password) => _accounts[user] = password;

    /// <summary>Answers a request by itself; false when what it wants is served as any registry does.</summary>
    internal abstract Task<bool> AnswerAsync(HttpContext context, string body);

    /// <summary>Whether a repository is there, and may be read by anyone or by who has an account.</summary>
    protected bool MayRead(string repository, bool hasAccount) => _public.Contains(repository) || (hasAccount && _private.Contains(repository));

    /// <summary>Whether a repository is there at all.</summary>
    protected bool Has(string repository) => MayRead(repository, hasAccount: true);

    /// <summary>Whether a user and password were shown, and whether they are right.</summary>
    protected (bool IsShown, bool IsRight) LoginOf(HttpContext context)
    {
        if (Shown(context, "Basic ") is not { } pair) return (false, false);
        var login = Encoding.UTF8.GetString(Convert.FromBase64String(pair)).Split(':', 2);
        return (true, IsRight(login[0], login[1]));
    }

    /// <summary>Whether a password is right.</summary>
    protected bool IsRight(string user, string password) => _accounts.TryGetValue(user, out var right) && right == password;

    /// <summary>The scopes that a request shows a token for; null when it shows none that is known.</summary>
    protected string[]? ScopesOf(HttpContext context) => Shown(context, "Bearer ") is { } token ? _granted.GetValueOrDefault(token) : null;

    /// <summary>The scopes that a token is wanted for.</summary>
    protected static string[] WantedScopes(HttpContext context) => [.. context.Request.Query["scope"].OfType<string>()];

    /// <summary>Makes a token for scopes.</summary>
    protected string Issue(IEnumerable<string> scopes)
    {
        var token = $"token-{Interlocked.Increment(ref _issued)}";
        _granted[token] = [.. scopes];
        return token;
    }

    /// <summary>The repository that a scope lets read, or nothing.</summary>
    protected static string RepositoryOf(string scope) => scope.Split(':') is ["repository", var repository, "pull"] ? repository : "";

    /// <summary>The scope that lets read a repository.</summary>
    protected static string ScopeOf(string repository) => $"repository:{repository}:pull";

    /// <summary>The repository that a path of the API is about; nothing for its root.</summary>
    protected static string RepositoryIn(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var end = new[] { "/manifests/", "/blobs/", "/tags/" }.Select(part => path.IndexOf(part, StringComparison.Ordinal)).Max();
        return end < 0 ? "" : path["/v2/".Length..end];
    }

    /// <summary>Refuses in the form of the specification.</summary>
    protected static async Task<bool> RefuseAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(new { errors = new[] { new { code, message } } });
        return true;
    }

    /// <summary>Leads to where a blob really lies.</summary>
    protected static bool Lead(HttpContext context, string place, int status = 307)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = place;
        return true;
    }

    /// <summary>Answers as storage does: to a signed address, and to no other login beside it.</summary>
    protected static async Task<bool> AnswerAsStorageAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization.Count == 0 && context.Request.Query.ContainsKey("signature")) return false;
        context.Response.StatusCode = 400;
        await context.Response.WriteAsync("<Error><Code>InvalidArgument</Code><Message>Only one auth mechanism allowed</Message></Error>");
        return true;
    }

    private static string? Shown(HttpContext context, string scheme) =>
        context.Request.Headers.Authorization.FirstOrDefault() is { } shown && shown.StartsWith(scheme, StringComparison.Ordinal) ? shown[scheme.Length..] : null;
}
