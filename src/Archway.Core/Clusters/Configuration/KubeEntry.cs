using System.Text;
using Archway.Reading.Data;

namespace Archway.Clusters.Configuration;

/// <summary>A cluster, a user or a context of a kubeconfig, as it stands in one file.</summary>
/// <param name="Kind">Which of them: <c>cluster</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Value">What is said of it; null where nothing is.</param>
/// <param name="File">The file, from whose folder paths start.</param>
internal sealed record KubeEntry(string Kind, string Name, DataNode? Value, string File)
{
    private const int LargestFile = 1024 * 1024;

    internal string? Text(string key) => Value?[key] is DataScalar { IsNull: false, Value: { Length: > 0 } text } ? text : null;

    internal bool IsTrue(string key) => Text(key) is "true" or "True" or "TRUE";

    internal string PathOf(string written) => Path.GetFullPath(written, Path.GetDirectoryName(File)!);

    /// <summary>What stands under <c>KEY-data</c>, or else in the file that <c>KEY</c> names; null where neither is there.</summary>
    /// <exception cref="ClusterException">It cannot be read.</exception>
    internal string? Content(string key)
    {
        if (Text(key + "-data") is { } data)
        {
            try
            {
                return Encoding.UTF8.GetString(Convert.FromBase64String(data));
            }
            catch (FormatException e)
            {
                throw Wrong($"its {key}-data is no base64", e);
            }
        }

        return Text(key) is { } file ? BoundedFile.Get(PathOf(file), $"the {key} of {Kind} '{Name}'", LargestFile) : null;
    }

    internal ClusterException Wrong(string why, Exception? cause = null) => new(ClusterFault.Configuration, $"{Kind} '{Name}' in {File} cannot be used: {why}", cause);
}
