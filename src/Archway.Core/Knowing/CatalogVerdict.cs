namespace Archway.Knowing;

/// <summary>What the catalog says to the question whether something runs on a platform.</summary>
public enum CatalogVerdict
{
    /// <summary>Nothing certain is known; never a yes and never a no.</summary>
    Unknown,

    /// <summary>It runs there.</summary>
    Yes,

    /// <summary>It does not run there.</summary>
    No,

    /// <summary>It claims to run there, and its content does not.</summary>
    Broken,
}
