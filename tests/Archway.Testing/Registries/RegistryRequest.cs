using Microsoft.AspNetCore.Http;

namespace Archway.Testing.Registries;

/// <summary>One request with its whole body.</summary>
internal sealed record RegistryRequest(string Method, RegistryRoute Route, IQueryCollection Query, IHeaderDictionary Headers, byte[] Body)
{
    internal string Repository => Route.Repository;

    internal bool IsReading => HttpMethods.IsGet(Method) || HttpMethods.IsHead(Method);

    /// <summary>One parameter of the query, or null.</summary>
    internal string? Ask(string parameter) => Query.TryGetValue(parameter, out var values) ? values.ToString() : null;
}
