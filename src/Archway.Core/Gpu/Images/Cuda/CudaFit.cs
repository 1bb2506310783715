namespace Archway.Gpu.Images.Cuda;

/// <summary>Whether a driver runs what was made with a CUDA toolkit.</summary>
public enum CudaFit
{
    /// <summary>Too little is known.</summary>
    Unknown,

    /// <summary>The driver offers that CUDA, or a newer one.</summary>
    Full,

    /// <summary>The driver is of the same major version and older: programs run but for what needs the newer driver, such as code compiled at run time.</summary>
    MinorVersion,

    /// <summary>The driver is below all that run this major version: only a compatibility library in the image may help, and only some GPUs take one.</summary>
    TooOld,
}
