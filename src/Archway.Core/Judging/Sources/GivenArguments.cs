using Archway.Reading;

namespace Archway.Judging.Sources;

/// <summary>The arguments of Dockerfiles that something in the tree gives a value: what a build gives goes before a default.</summary>
internal sealed class GivenArguments
{
    // Nobody has so many; what is not kept counts as given by nobody.
    private const int Most = 100_000;

    private readonly HashSet<(string? Dockerfile, string Name)> _given = [];

    /// <summary>Takes in what some builds give.</summary>
    internal void Note(IEnumerable<ImageBuild> builds)
    {
        foreach (var build in builds)
            foreach (var name in build.Inputs.Arguments)
                if (_given.Count < Most) _given.Add((build.Dockerfile, name));
    }

    /// <summary>Whether a build gives a Dockerfile that argument, or one does of which it cannot be told what it builds.</summary>
    internal bool Has(string dockerfile, string name) => _given.Contains((dockerfile, name)) || _given.Contains((null, name));
}
