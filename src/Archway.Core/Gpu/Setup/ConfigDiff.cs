using Archway.Fixing;
using Archway.Gpu.Hosts;

namespace Archway.Gpu.Setup;

/// <summary>What changes in a configuration, to be looked at: what may be secret in the lines around it is blanked.</summary>
public static class ConfigDiff
{
    /// <summary>The diff.</summary>
    /// <param name="path">The file's path on its host.</param>
    /// <param name="before">What stood there; null where there was no file.</param>
    /// <param name="after">What stands there now.</param>
    public static string Of(string path, string? before, string after) => SecretFreeText.Of("", UnifiedDiff.Of(path.TrimStart('/'), before ?? "", after));
}
