using System.Text;
using Archway.Oci.Content;
using Archway.Oci.Programs;

namespace Archway.Oci.Registries;

/// <summary>A program <c>docker-credential-NAME</c> that keeps credentials.</summary>
/// <remarks>
/// What it writes on its error output may hold anything and is not shown.
/// <see href="https://github.com/docker/docker-credential-helpers/blob/v0.9.3/README.md#development"/>
/// </remarks>
internal static class CredentialHelper
{
    internal const string DockerHubKey = "https://index.docker.io/v1/";
    private const int LargestAnswer = 1024 * 1024;

    /// <summary>Asks the helper; null when it keeps nothing for the registry.</summary>
    /// <exception cref="FormatException">The helper cannot be asked, or its answer cannot be read.</exception>
    internal static async Task<Credential?> FindAsync(
        string name, string registry, string? path, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        if (name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            throw new FormatException("the credential helper's name has characters other than letters, digits, '_' and '-'");
        var program = ExternalProgram.Find("docker-credential-" + name, path)
            ?? throw new FormatException($"the credential helper docker-credential-{name} is not on the PATH");

        ProgramCall call = new() { Arguments = ["get"], Input = registry == "docker.io" ? DockerHubKey : registry, Limit = limit, MostOutput = LargestAnswer };
        var answer = await program.RunAsync(call, time, cancellationToken).ConfigureAwait(false);
        return answer switch
        {
            { End: ProgramEnd.NotStarted } => throw new FormatException($"{program.Name} could not be run"),
            { End: ProgramEnd.TooSlow } => throw new FormatException($"{program.Name} did not answer within {limit.TotalSeconds:0} s"),
            { End: ProgramEnd.TooMuch } => throw new FormatException($"{program.Name} answered with more than {LargestAnswer} bytes"),
            { ExitCode: 0 } => Read(answer.Output, program.Name),
            _ when IsMissing(answer.Output) => null,
            _ => throw new FormatException($"{program.Name} failed with code {answer.ExitCode}"),
        };
    }

    private static Credential? Read(byte[] answer, string program) => OciJson.Read(answer, $"the answer of {program}", LargestAnswer, root =>
        (root.Text("Username"), root.Text("Secret")) is ({ } user, { Length: > 0 } secret)
            ? new Credential(user == "<token>" ? "" : user, secret, user == "<token>", program)
            : null);

    // All helpers of docker's project say so in these words, and fail; there is no other sign.
    private static bool IsMissing(byte[] answer) =>
        Encoding.UTF8.GetString(answer).Contains("credentials not found", StringComparison.OrdinalIgnoreCase);
}
