using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Archway.Oci.Registries;

namespace Archway.Cli.Reports.Json;

/// <summary>How registries were asked, and what they said, as one document.</summary>
/// <remarks>Its names are a contract, described in docs/registry-check.schema.json.</remarks>
internal sealed record RegistryChecksJson(string SchemaVersion, ToolJson Tool, ImmutableArray<RegistryCheckJson> Checks)
{
    /// <summary>The version of the contract that this program writes.</summary>
    internal const string CurrentVersion = "1";
}

/// <summary>How one registry was asked, and what it said.</summary>
internal sealed record RegistryCheckJson(
    string Registry, string Address, string? Proxy, ImmutableArray<string> Mirrors, RegistryCredentialJson? Credential, string? CredentialProblem,
    string? Scheme, string? Realm, bool LetsIn, string? Fault, string? Because, RegistryAllowanceJson? Allowance, string Login)
{
    internal static RegistryCheckJson Of(RegistryCheck check) => new(
        check.Place.ToString(), check.Address.ToString(), check.Proxy?.ToString(), [.. check.Mirrors.Select(mirror => mirror.ToString())],
        check.Credential is { } credential ? new(credential.Source, credential.Username, credential.IsIdentityToken) : null, check.CredentialProblem,
        check.Scheme, check.Realm, check.Refusal is null, check.Refusal is { } refusal ? JsonNamingPolicy.CamelCase.ConvertName(refusal.Fault.ToString()) : null,
        check.Refusal?.Reason,
        check.Allowance is { } allowance ? new(allowance.Remaining, allowance.Limit, (long?)allowance.Window?.TotalSeconds) : null, check.LoginAdvice);
}

/// <summary>Where a credential was found; never the secret.</summary>
internal sealed record RegistryCredentialJson(string Source, string Username, bool IsIdentityToken);

/// <summary>How many more requests are answered.</summary>
internal sealed record RegistryAllowanceJson(long Remaining, long? Limit, long? Seconds);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(RegistryChecksJson))]
internal sealed partial class RegistryJson : JsonSerializerContext
{
    internal static RegistryJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
