namespace Archway.Oci.References;

/// <summary>The places where an image can be kept.</summary>
public enum ImageSourceKind
{
    /// <summary>A repository of a registry, written <c>image:REF</c> or as the bare reference.</summary>
    Registry,

    /// <summary>A folder in OCI layout, written <c>oci:PATH</c>.</summary>
    Layout,

    /// <summary>Such a folder in a tar file, written <c>oci-archive:PATH</c>.</summary>
    LayoutArchive,

    /// <summary>What <c>docker save</c> writes, written <c>docker-archive:PATH</c>.</summary>
    DockerArchive,
}
