namespace Archway.Upgrading;

/// <summary>Which images are looked for.</summary>
internal enum UpgradeReach
{
    /// <summary>The indexes of pinned ones alone.</summary>
    Pins,
    /// <summary>Each, where they are few.</summary>
    Few,
    /// <summary>Each, whatever it costs.</summary>
    All,
}
