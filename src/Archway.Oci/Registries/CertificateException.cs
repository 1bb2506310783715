using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Archway.Oci.Registries;

/// <summary>A server's certificate does not say that it is the one that was meant.</summary>
/// <param name="isOfName">Whether it is for another name.</param>
/// <param name="status">What is wrong with who signed it, and when; nothing where that is well.</param>
internal sealed class CertificateException(bool isOfName, X509ChainStatusFlags status)
    : AuthenticationException("its certificate is " + string.Join(", and ", Faults(isOfName, status).Select(fault => fault.What)))
{
    // An authority that was made anew under its old name did not sign what the old one did.
    private const X509ChainStatusFlags Untrusted =
        X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.NotSignatureValid;

    /// <summary>What to do, in words.</summary>
    internal string Remedy { get; } = string.Join("; ", Faults(isOfName, status).Select(fault => fault.Remedy));

    private static IEnumerable<(string What, string Remedy)> Faults(bool isOfName, X509ChainStatusFlags status)
    {
        if (isOfName) yield return ("for another name", "ask for it by a name that its certificate holds, or have the certificate mended");
        if ((status & X509ChainStatusFlags.NotTimeValid) != 0) yield return ("out of date", "have the certificate renewed, and look at this machine's clock");
        var rest = status & ~X509ChainStatusFlags.NotTimeValid;
        if ((rest & Untrusted) != 0)
            yield return ("of no authority that is trusted here", "name the certificate of its authority with --ca-file, or let this machine trust it");
        else if (rest != 0 || (!isOfName && status == 0)) yield return ($"not in order{(rest == 0 ? "" : $": {rest}")}", "have the certificate mended");
    }
}
