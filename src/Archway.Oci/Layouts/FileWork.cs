using Archway.Oci.Registries;

namespace Archway.Oci.Layouts;

/// <summary>Work on files of this machine, whose faults are those of a store.</summary>
internal static class FileWork
{
    /// <summary>Does it, and says of a fault what was being done.</summary>
    /// <exception cref="RegistryException">The machine does not let it.</exception>
    internal static async Task DoAsync(string doing, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RegistryException(RegistryFault.Unreachable, $"cannot {doing}: {e.Message}", e);
        }
    }

    /// <summary>Makes a folder, with those above it.</summary>
    /// <exception cref="RegistryException">The machine does not let it.</exception>
    internal static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RegistryException(RegistryFault.Unreachable, $"cannot make the folder {folder}: {e.Message}", e);
        }
    }
}
