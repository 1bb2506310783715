namespace Archway.Testing.Debian;

/// <summary>An architecture by the names that Debian, images and compilers give it.</summary>
/// <param name="Name">Debian's own: <c>armhf</c>.</param>
/// <param name="Platform">That of images: <c>linux/arm/v7</c>.</param>
/// <param name="Triplet">That of compilers, after which Debian names its folders of libraries.</param>
/// <param name="Wheel">That of Python's wheels, and of natives in jars.</param>
public sealed record DebianArchitecture(string Name, string Platform, string Triplet, string Wheel)
{
    public static DebianArchitecture Amd64 { get; } = new("amd64", "linux/amd64", "x86_64-linux-gnu", "x86_64");

    public static DebianArchitecture Arm64 { get; } = new("arm64", "linux/arm64/v8", "aarch64-linux-gnu", "aarch64");

    public static DebianArchitecture Armhf { get; } = new("armhf", "linux/arm/v7", "arm-linux-gnueabihf", "armv7l");
}
