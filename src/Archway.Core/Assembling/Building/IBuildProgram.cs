using Archway.Oci.References;

namespace Archway.Assembling.Building;

/// <summary>A program that builds Dockerfiles.</summary>
public interface IBuildProgram
{
    /// <summary>Its name, as a person types it.</summary>
    string Name { get; }

    /// <summary>Builds for every platform of the request, and says where the parts are that an index is to be made of.</summary>
    /// <param name="request">What to build.</param>
    /// <param name="workFolder">A folder of the run's own, which parts may lie in.</param>
    /// <param name="heard">Told what the program writes, a line at a time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BuildException">It failed.</exception>
    Task<IReadOnlyList<ImageSource>> BuildAsync(BuildRequest request, string workFolder, Action<string> heard, CancellationToken cancellationToken);
}
