namespace Archway.Judging.Sources.Pipelines;

/// <summary>On what machines a job runs, in all the ways that it is run.</summary>
[Flags]
internal enum Machines
{
    /// <summary>Nothing says it.</summary>
    None = 0,

    /// <summary>With an x86 processor, by what is written or by what the service then takes.</summary>
    Amd64 = 1,

    /// <summary>With an Arm processor.</summary>
    Arm = 2,

    /// <summary>With another system than Linux.</summary>
    Other = 4,

    /// <summary>What is written does not tell.</summary>
    Unknown = 8,
}
