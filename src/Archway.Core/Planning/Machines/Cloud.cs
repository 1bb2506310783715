namespace Archway.Planning.Machines;

/// <summary>A cloud that lends machines.</summary>
public enum Cloud
{
    /// <summary>Amazon's EC2, with nodes as EKS makes them.</summary>
    Aws,

    /// <summary>Google's Compute Engine, with nodes as GKE makes them.</summary>
    Google,

    /// <summary>Microsoft's Azure, with nodes as AKS makes them.</summary>
    Azure,
}
