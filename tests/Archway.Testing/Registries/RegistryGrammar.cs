using System.Text.RegularExpressions;

namespace Archway.Testing.Registries;

/// <summary>How the specification lets repositories and tags be called.</summary>
/// <remarks><see href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests"/></remarks>
internal static partial class RegistryGrammar
{
    internal static bool IsRepository(string name) => name.Length <= 255 && Repository().IsMatch(name);

    internal static bool IsTag(string name) => Tag().IsMatch(name);

    [GeneratedRegex(@"\A[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Repository();

    [GeneratedRegex(@"\A[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}\z")]
    private static partial Regex Tag();
}
