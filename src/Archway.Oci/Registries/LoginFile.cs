using Archway.Oci.References;

namespace Archway.Oci.Registries;

/// <summary>Logins in the form of docker's <c>config.json</c> that were handed in, as a Kubernetes pull secret holds them.</summary>
public sealed class LoginFile
{
    private LoginFile(CredentialFile file) => File = file;

    internal CredentialFile File { get; }

    /// <summary>Whether one of them is shown to the registry of an image for it.</summary>
    public bool IsFor(ImageReference image) => File.Find(image.Registry, image.Repository) is not null;

    /// <summary>Reads logins.</summary>
    /// <param name="source">Where they come from, fit to be shown.</param>
    /// <param name="raw">The file's bytes.</param>
    public static Parsed<LoginFile> Read(string source, ReadOnlyMemory<byte> raw)
    {
        try
        {
            return Parsed.Value(new LoginFile(CredentialFile.Read(source, raw)));
        }
        catch (FormatException problem)
        {
            return Parsed.Problem<LoginFile>(problem.Message);
        }
    }
}
