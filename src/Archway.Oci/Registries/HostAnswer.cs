namespace Archway.Oci.Registries;

/// <summary>What a host answered; disposed with the call unless someone keeps it.</summary>
internal sealed record HostAnswer(HostCall Call, HttpResponseMessage Message, ShownSecrets Secrets, CancellationToken Timer)
{
    /// <summary>Whether the body is read later, by who then disposes the message.</summary>
    internal bool IsKept { get; set; }
}
