namespace Archway.Oci.Registries;

/// <summary>What a token is good for, and who was to get it: two wishes of one use are one.</summary>
internal sealed record TokenUse(TokenPlace Place, string Scope, Credential? Credential);
