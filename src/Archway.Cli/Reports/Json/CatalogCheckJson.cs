using System.Collections.Immutable;

namespace Archway.Cli.Reports.Json;

/// <summary>What the catalog answered, as one document.</summary>
/// <remarks>Its names are a contract, described in docs/catalog-check.schema.json.</remarks>
internal sealed record CatalogCheckJson(
    string SchemaVersion, ToolJson Tool, ImmutableArray<string> Target, ImmutableArray<CatalogAnswerJson> Answers, SortedDictionary<string, int> Summary)
{
    /// <summary>The version of the contract that this program writes.</summary>
    internal const string CurrentVersion = "1";
}

/// <summary>The answer to one question for one platform.</summary>
internal sealed record CatalogAnswerJson(
    string Asked, string Platform, string Verdict, string Because, string? Delivery, string? Since, string? Caution,
    string? Id, string? Name, string? Version, string? Image,
    ImmutableArray<string> Remedies, ImmutableArray<string> Remarks, ImmutableArray<string> Alternatives, string? MovedTo, string? PreferredTags,
    ImmutableArray<CatalogFormJson> OtherForms, ImmutableArray<string> Near,
    string? Url, ImmutableArray<string> Evidence, string? Confidence, string? AsOf);

/// <summary>What is known of another form of the same software.</summary>
internal sealed record CatalogFormJson(string Delivery, string Verdict, string Because, string? Since);
