using System.Text;
using System.Text.RegularExpressions;
using Archway.Oci.Programs;

namespace Archway.Planning.Machines;

/// <summary>Amazon's <c>ec2-instance-selector</c>, which knows what each region offers.</summary>
/// <remarks><see href="https://github.com/aws/amazon-ec2-instance-selector/tree/v3.1.3"/>; it takes credentials as the AWS CLI does, from the environment that it inherits.</remarks>
public static partial class InstanceSelector
{
    private const string Name = "ec2-instance-selector";
    private const int MostOutput = 1024 * 1024;
    private const int LongestSentence = 400;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>What a person types to ask it.</summary>
    internal static string CommandFor(string region) => $"{Name} -a arm64 -r {ArmOffer.Shown(region)}";

    /// <summary>Which Arm machines a region of Amazon offers; where the program is not there or fails, that nothing is known, and why.</summary>
    /// <param name="region">The region.</param>
    /// <param name="path">The variable <c>PATH</c>, on whose absolute entries it is looked for.</param>
    /// <param name="time">The clock that ends it.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public static async Task<ArmOffer> AskAsync(string region, string? path, TimeProvider time, CancellationToken cancellationToken)
    {
        // What begins like an option would be one.
        if (!Region().IsMatch(region)) return ArmOffer.Unknown(Cloud.Aws, region, $"'{ArmOffer.Shown(region)}' is not a region of Amazon; write it like eu-central-1");
        if (ExternalProgram.Find(Name, path) is not { } program)
            return ArmOffer.Unknown(Cloud.Aws, region, $"not known for {region}: {Name} is not on the PATH; install it, and it is asked '{CommandFor(region)}'");
        // It shows 20 types, and leaves out the others, unless it is told.
        ProgramCall call = new() { Arguments = ["-a", "arm64", "-r", region, "--max-results", "10000"], Limit = Limit, MostOutput = MostOutput };
        return Read(region, await program.RunAsync(call, time, cancellationToken));
    }

    private static ArmOffer Read(string region, ProgramAnswer answer) => answer switch
    {
        { End: ProgramEnd.NotStarted } => Unknown(region, "could not be run"),
        { End: ProgramEnd.TooSlow } => Unknown(region, $"did not end within {Limit.TotalSeconds:0} s"),
        { End: ProgramEnd.TooMuch or ProgramEnd.TooLarge } => Unknown(region, "answered more than it may"),
        { ExitCode: not 0 } => Encoding.UTF8.GetString(answer.Error).Contains("criteria was too narrow", StringComparison.Ordinal)
            ? ArmOffer.Of(Cloud.Aws, region, Name, [])
            : Unknown(region, $"failed: {Sentence(answer)}"),
        _ => Types(answer.Output) is [_, ..] types ? ArmOffer.Of(Cloud.Aws, region, Name, types) : Unknown(region, "named no type"),
    };

    private static ArmOffer Unknown(string region, string what) => ArmOffer.Unknown(Cloud.Aws, region, $"not known for {region}: {Name} {what}; try '{CommandFor(region)}'");

    private static string[] Types(byte[] output) => [.. Encoding.UTF8.GetString(output).Split('\n').Select(line => line.Trim()).Where(line => TypeName().IsMatch(line))];

    private static string Sentence(ProgramAnswer answer)
    {
        var line = Encoding.UTF8.GetString(answer.Error).Split('\n').Select(line => string.Concat(line.Where(c => !char.IsControl(c))).Trim()).LastOrDefault(line => line.Length > 0);
        return line is null ? $"its exit code is {answer.ExitCode}" : line.Length > LongestSentence ? line[..LongestSentence] + "…" : line;
    }

    [GeneratedRegex(@"^[a-z]{2,4}(?:-[a-z]{1,16}){1,3}-[0-9]{1,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Region();

    [GeneratedRegex(@"^[a-z][a-z0-9-]{1,24}\.[a-z0-9-]{2,24}\z", RegexOptions.CultureInvariant)]
    private static partial Regex TypeName();
}
