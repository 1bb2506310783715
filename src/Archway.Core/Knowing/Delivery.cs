namespace Archway.Knowing;

/// <summary>A form in which software reaches the machine that runs it.</summary>
public enum Delivery
{
    /// <summary>A container image.</summary>
    Image,

    /// <summary>An executable or an archive of executables to download.</summary>
    Binary,

    /// <summary>A package of an operating system: deb, rpm, snap.</summary>
    Package,

    /// <summary>A library that other programs build on.</summary>
    Library,

    /// <summary>A Helm chart.</summary>
    Chart,

    /// <summary>An operating system.</summary>
    Os,

    /// <summary>An agent that a host carries for a service.</summary>
    Agent,
}
