using Archway.Oci;
using Archway.Oci.Platforms;

namespace Archway.Assembling.Pipelines;

/// <summary>The machine that a user names for a platform: <c>linux/arm64=arm-pool</c>.</summary>
/// <param name="Platform">The platform.</param>
/// <param name="Name">What the service calls the machine, or the kind of it.</param>
public sealed record PipelineRunner(Platform Platform, string Name)
{
    private const int LongestName = 200;

    /// <summary>Reads <c>PLATFORM=NAME</c>.</summary>
    public static Parsed<PipelineRunner> Read(string text)
    {
        if (text.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var sign)) return Problem("write it as PLATFORM=NAME, like linux/arm64=arm-pool");
        if (Platform.Read(text[..sign]) is var read && !read.TryGetValue(out var platform)) return Parsed.Problem<PipelineRunner>(read.Problem!);
        var name = text[(sign + 1)..].Trim();
        return name.Length is 0 or > LongestName || !name.All(IsLetter)
            ? Problem($"a machine's name is of letters, digits and the marks - _ . / : = & | ! ( ) , and spaces, and of {LongestName} characters at most")
            : Parsed.Value(new PipelineRunner(platform, name));

        Parsed<PipelineRunner> Problem(string why) => Parsed.Problem<PipelineRunner>($"'{text}' names no machine for a platform: {why}");
    }

    // None that a service or a shell takes for more than a letter; labels of Jenkins are expressions.
    private static bool IsLetter(char c) => char.IsAsciiLetterOrDigit(c) || "-_./:=&|!(), ".Contains(c, StringComparison.Ordinal);
}
