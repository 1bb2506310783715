using System.Collections.Immutable;
using Archway.Oci.Platforms;

namespace Archway.Knowing;

/// <summary>A question to the catalog and all that it answers for one platform.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Platform">The platform it was asked for.</param>
/// <param name="Answer">The answer, about the form asked for or the foremost one.</param>
/// <param name="OtherForms">What is known of the other forms that the software comes in.</param>
/// <param name="Near">Ids of entries with names like the one asked for, where no entry has it.</param>
public sealed record CatalogCheck(
    CatalogQuestion Question, Platform Platform, CatalogAnswer Answer, ImmutableArray<CatalogAnswer> OtherForms, ImmutableArray<string> Near);
