using System.Reflection;

namespace Archway.Cli;

/// <summary>Where the project stands on the web, as its build was told by the property <c>RepositoryUrl</c>.</summary>
internal static class ProjectAddress
{
    /// <summary>The repository; null in a build that was told of none, which then links nowhere.</summary>
    internal static Uri? Repository { get; } = typeof(ProjectAddress).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(attribute => attribute.Key == "RepositoryUrl")?.Value is { } address ? new(address) : null;

    /// <summary>The page of a rule there.</summary>
    internal static Uri? PageOf(string rule, Uri? repository) =>
        repository is null ? null : new($"{repository.AbsoluteUri.TrimEnd('/')}/blob/HEAD/docs/rules/{rule}.md");
}
