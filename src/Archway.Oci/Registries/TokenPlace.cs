namespace Archway.Oci.Registries;

/// <summary>Where a challenge says that tokens are to be had, and for what service: repositories of one host may differ in it.</summary>
internal sealed record TokenPlace(string? Realm, string? Service);
