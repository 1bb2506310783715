namespace Archway.Testing.Registries;

/// <summary>The endpoints of the specification, each with its own methods.</summary>
internal enum RegistryEndpoint { None, Base, Blob, Uploads, Upload, Manifest, Tags, Referrers }
