using Archway.Reading.Data;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>Where a job runs.</summary>
/// <param name="Kinds">On what machines.</param>
/// <param name="Pinned">What is written that asks for a machine with an x86 processor, where another word would ask for an Arm one; null where nothing does.</param>
internal sealed record JobMachine(Machines Kinds, DataScalar? Pinned = null)
{
    /// <summary>A machine of which nothing can be told.</summary>
    internal static JobMachine Unknown { get; } = new(Machines.Unknown);

    /// <summary>Whether every machine of the job has an x86 processor.</summary>
    internal bool IsOnlyAmd64 => Kinds == Machines.Amd64;
}
