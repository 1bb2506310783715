using Archway.Oci.Registries.Aws;

namespace Archway.Oci.Registries;

/// <summary>How one logs in to a registry, by whose it is: the command to type, in words that end a sentence.</summary>
internal static class LoginAdvice
{
    // https://learn.microsoft.com/azure/container-registry/container-registry-authentication; China's cloud and the US government's beside it.
    private static readonly string[] AzureDomains = [".azurecr.io", ".azurecr.cn", ".azurecr.us"];

    /// <summary>What to run so that <paramref name="registry"/> lets one in.</summary>
    internal static string For(string registry)
    {
        if (EcrHost.Find(registry) is { } ecr)
            return $"run aws ecr get-login-password --region {ecr.Region} | docker login --username AWS --password-stdin {registry}";
        return registry switch
        {
            "docker.io" => "run docker login",
            "public.ecr.aws" =>
                "run aws ecr-public get-login-password --region us-east-1 | docker login --username AWS --password-stdin public.ecr.aws",
            "ghcr.io" => "run docker login ghcr.io with a personal access token that has read:packages",
            "quay.io" => "run docker login quay.io, with a robot account in pipelines",
            "nvcr.io" => "run docker login nvcr.io with the user $oauthtoken and an NGC API key",
            "gcr.io" => Google(registry),
            _ when registry.EndsWith(".gcr.io", StringComparison.Ordinal) || registry.EndsWith("-docker.pkg.dev", StringComparison.Ordinal) => Google(registry),
            _ when Azure(registry) is { } name => $"run az acr login --name {name}",
            _ => $"run docker login {registry}",
        };
    }

    /// <summary>What to do when <paramref name="registry"/> takes a login no more.</summary>
    internal static string Again(string registry) =>
        // All that it holds is public, and a login that has ended is worse than none.
        $"log in again: {For(registry)}{(registry == "public.ecr.aws" ? ", or docker logout public.ecr.aws to go without" : "")}";

    /// <summary>What to do about a repository that is hidden or not there, which <paramref name="registry"/> does not tell apart.</summary>
    internal static string ForHidden(string registry) => $"it does not exist, or needs a login; check the name or {For(registry)}";

    private static string Google(string registry) => $"run gcloud auth configure-docker {registry}";

    private static string? Azure(string registry) => AzureDomains
        .Where(domain => registry.EndsWith(domain, StringComparison.Ordinal))
        .Select(domain => registry[..^domain.Length])
        .FirstOrDefault(name => name.Length > 0 && name.All(char.IsAsciiLetterOrDigit));
}
