using System.Net;
using Archway.Oci.Registries.Aws;

namespace Archway.Oci.Registries;

/// <summary>What a registry's refusals of requests for one repository mean.</summary>
internal sealed class RegistryRefusals(RegistryHost host, string repository, RegistryClientOptions options)
{
    /// <summary>Reads a refusal: what was asked of whom, as whom, what came back, and what to do.</summary>
    internal async Task<RegistryException> ReadAsync(HostAnswer answer)
    {
        var status = answer.Message.StatusCode;
        var said = $"{Who(answer)} answered {RegistryAnswers.Status(answer.Message)}";
        var error = await RegistryAnswers.ReadErrorAsync(answer).ConfigureAwait(false);
        switch (status)
        {
            case HttpStatusCode.Unauthorized:
                var credential = await host.Login.FindCredentialAsync(repository, answer.Timer).ConfigureAwait(false);
                if (Who(answer) is var other && other != host.Authority)
                    return new(RegistryFault.Unauthorized, $"{said}{error}; {host.Authority} leads there, and no login is carried to another host");
                if (credential is not null && answer.Message.RequestMessage?.Headers.Authorization is null)
                    return new(RegistryFault.Unauthorized, $"{said}{error} and offers no way to log in that {credential} fits, which was not shown");
                if (credential is not null) return new(RegistryFault.Unauthorized, repository.Length == 0
                    ? $"{said} to {credential}{error}; {LoginAdvice.Again(host.Registry)}"
                    : $"{said} to {credential}{error}; log in again ({LoginAdvice.For(host.Registry)}), or ask for access to the repository");
                var problem = host.Login.CredentialProblem is { } trouble ? $" ({trouble})" : "";
                // Who gives a token to anyone, and then refuses it, does not tell what is hidden from what is not there.
                return new(RegistryFault.Unauthorized, answer.Message.RequestMessage?.Headers.Authorization is null || repository.Length == 0
                    ? $"{said} without credentials{error}; {LoginAdvice.For(host.Registry)}{problem}"
                    : $"{said} without credentials{error}: {LoginAdvice.ForHidden(host.Registry)}{problem}");
            // ECR says 400 to a password that it cannot read.
            case HttpStatusCode.BadRequest when error?.Code is "DENIED" or "UNAUTHORIZED" && answer.Message.RequestMessage?.Headers.Authorization is not null
                && await host.Login.FindCredentialAsync(repository, answer.Timer).ConfigureAwait(false) is { } odd:
                return new(RegistryFault.Unauthorized, $"{said} to {odd}{error}; {LoginAdvice.Again(host.Registry)}");
            case HttpStatusCode.Forbidden:
                var shown = answer.Message.RequestMessage?.Headers.Authorization is null
                    ? null
                    : await host.Login.FindCredentialAsync(repository, answer.Timer).ConfigureAwait(false);
                // ECR says 403, not 401, to a login that has ended after its twelve hours.
                var remedy = EcrHost.Find(host.Registry) is null ? "" : $", and a login that has ended is mended so: {LoginAdvice.For(host.Registry)}";
                return new(RegistryFault.Forbidden,
                    $"{said}{(shown is null ? "" : $" to {shown}")}{error}; whoever runs the registry can grant access{remedy}");
            case HttpStatusCode.ProxyAuthenticationRequired:
                return new(RegistryFault.Unreachable,
                    $"{Who(answer)} was not asked: the proxy before it wants a login, as in HTTP_PROXY=http://user:password@host:port");
            case HttpStatusCode.TooManyRequests:
                return RegistryAnswers.TooMany(said, error, RetryAfter.Of(answer.Message, options.Time));
            case >= HttpStatusCode.InternalServerError:
                return RegistryAnswers.Failed(said, error, "the registry", RetryAfter.Of(answer.Message, options.Time));
            // Only to who writes; ECR makes no repository by itself.
            case HttpStatusCode.NotFound when error?.Code == "NAME_UNKNOWN":
                return new(RegistryFault.Failed, $"{said}{error}; make the repository {repository} first, or ask whoever runs the registry to");
            default:
                return new(RegistryFault.Failed, error is null ? $"{said}; it does not serve what registries serve" : $"{said}{error}");
        }
    }

    /// <summary>Who answered: a registry may lead elsewhere, and who answered in the end is who has the fault.</summary>
    internal static string Who(HostAnswer answer) => answer.Call.Name;

    /// <summary>Whether a 404 is a registry's word that there is nothing, and not some web server's.</summary>
    internal static async Task<bool> IsRegistrysAsync(HostAnswer answer) =>
        answer.Message.Headers.Contains("Docker-Distribution-Api-Version")
        || answer.Message.Content.Headers.ContentLength == 0
        || await RegistryAnswers.ReadErrorAsync(answer).ConfigureAwait(false) is not null;
}
