using System.Net;

namespace Archway.Oci.Registries;

/// <summary>Where one registry's tokens come from: what is sent there, and what its answers mean.</summary>
/// <param name="registry">The registry, as references name it.</param>
/// <param name="calls">Asks hosts.</param>
/// <param name="connections">Knows which hosts are public.</param>
/// <param name="options">The run's.</param>
/// <param name="ended">Ends what is being asked: many wait for one token, so that none of them may end it.</param>
internal sealed class TokenEndpoint(string registry, HostCalls calls, Connections connections, RegistryClientOptions options, CancellationToken ended)
{
    private const int LargestToken = 1024 * 1024;

    /// <summary>Asks for a token that is good for all of <paramref name="scopes"/>.</summary>
    /// <exception cref="RegistryException">The service gives none.</exception>
    internal async Task<Token> AskAsync(TokenWish wish, IReadOnlyList<string> scopes)
    {
        var (asker, challenge, _, credential) = wish;
        var realm = Realm(asker, challenge);
        HostCall call = credential is { IsIdentityToken: true }
            ? new(HttpMethod.Post, realm) { Form = Form(challenge, scopes, credential) }
            : new(HttpMethod.Get, Query(realm, challenge, scopes, credential)) { Authorize = _ => Task.FromResult(credential?.Basic()) };
        var asked = call with
        {
            Line = "token ",
            Name = calls.Secrets.Name(realm),
            Who = $"{calls.Secrets.Name(realm)}, the token service of {registry},",
            IsLed = realm.Authority != asker.Authority && connections.IsPublic(asker),
        };
        return await calls.AskAsync(asked, answer => ReadAsync(answer, wish), ended).ConfigureAwait(false);
    }

    private async Task<Token> ReadAsync(HostAnswer answer, TokenWish wish)
    {
        var (_, _, scope, credential) = wish;
        var status = answer.Message.StatusCode;
        if (status == HttpStatusCode.OK)
        {
            try
            {
                return Token.Read(await RegistryAnswers.ReadAsync(answer, LargestToken, "a token").ConfigureAwait(false), LargestToken, options.Time);
            }
            catch (FormatException e)
            {
                throw new RegistryException(RegistryFault.Malformed,
                    $"the token service {answer.Call.Name} answered something else than a token: {e.Message}", e);
            }
        }

        var said = $"the token service {answer.Call.Name} answered {RegistryAnswers.Status(answer.Message)}";
        var error = await RegistryAnswers.ReadErrorAsync(answer).ConfigureAwait(false);
        throw status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest when credential is not null =>
                new(RegistryFault.Unauthorized, $"{said} to {credential}{error}; {LoginAdvice.Again(registry)}")
                {
                    IsOfCredential = status == HttpStatusCode.Unauthorized,
                },
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(RegistryFault.Unauthorized, scope.Length == 0
                ? $"{said} without credentials{error}; {LoginAdvice.For(registry)}"
                // Many services do not tell what is hidden from what is not there.
                : $"{said} without credentials{error}: {LoginAdvice.ForHidden(registry)}"),
            HttpStatusCode.TooManyRequests => RegistryAnswers.TooMany(said, error, RetryAfter.Of(answer.Message, options.Time)),
            >= HttpStatusCode.InternalServerError => RegistryAnswers.Failed(said, error, "it", RetryAfter.Of(answer.Message, options.Time)),
            _ => new RegistryException(RegistryFault.Failed, $"{said}{error}; it does not serve what token services serve"),
        };
    }

    private Uri Realm(Uri asker, Challenge challenge)
    {
        if (challenge.Realm is not { } realm)
            throw new RegistryException(RegistryFault.Malformed, $"{asker.Authority} wants a token but does not say where to get one");
        if (realm.Scheme == "http" && !Addresses.IsLoopback(realm.Host) && !options.PlainHttpHosts.Contains(realm.Authority))
            throw new RegistryException(RegistryFault.Malformed,
                $"{asker.Authority} wants a token from {calls.Secrets.Name(realm)} over plain HTTP, where anyone could read the login");
        return realm;
    }

    // An empty scope is not the same as none: some services refuse it.
    private static IEnumerable<KeyValuePair<string, string>> Given(params IEnumerable<(string Name, string? Value)> parameters) =>
        parameters.Where(one => !string.IsNullOrEmpty(one.Value)).Select(one => KeyValuePair.Create(one.Name, one.Value!));

    private static Uri Query(Uri realm, Challenge challenge, IReadOnlyList<string> scopes, Credential? credential)
    {
        var given = Given([("service", challenge["service"]), .. scopes.Select(scope => ("scope", (string?)scope)), ("account", credential?.Username)]);
        var query = string.Join('&', given.Select(one => $"{one.Key}={Uri.EscapeDataString(one.Value)}"));
        return new UriBuilder(realm) { Query = (realm.Query.Length > 1 ? realm.Query + "&" : "?") + query, Fragment = "" }.Uri;
    }

    private static Dictionary<string, string> Form(Challenge challenge, IReadOnlyList<string> scopes, Credential credential) => new(Given(
        ("grant_type", "refresh_token"), ("service", challenge["service"]), ("client_id", "archway"), ("scope", string.Join(' ', scopes)),
        ("refresh_token", credential.Secret)));
}
