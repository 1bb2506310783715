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

    private static string Google(string registry) => $"run gcloud auth configure-docker {registry}";

    private static string? Azure(string registry) => AzureDomains
        .Where(domain => registry.EndsWith(domain, StringComparison.Ordinal))
        .Select(domain => registry[..^domain.Length])
        .FirstOrDefault(name => name.Length > 0 && name.All(char.IsAsciiLetterOrDigit));
}
