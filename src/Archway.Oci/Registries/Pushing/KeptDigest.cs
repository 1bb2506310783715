using Archway.Oci.Content;

namespace Archway.Oci.Registries.Pushing;

/// <summary>What a registry says that it keeps, of what it was sent.</summary>
internal static class KeptDigest
{
    /// <summary>Sees to it that a registry which names a digest names the right one; of another algorithm it may name what it likes.</summary>
    /// <exception cref="RegistryException">It kept something else.</exception>
    internal static void Check(HostAnswer answer, Digest sent)
    {
        if (answer.Message.Headers.TryGetValues("Docker-Content-Digest", out var told) && Digest.Read(told.FirstOrDefault()).TryGetValue(out var kept)
            && kept.Algorithm == sent.Algorithm && kept != sent)
            throw new RegistryException(RegistryFault.DigestMismatch, $"{answer.Call.Name} kept content of another digest, {kept} instead of {sent}");
    }
}
