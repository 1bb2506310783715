using Archway.Cli.Reports.Json;
using Archway.Cli.Terminal;
using Archway.Judging;
using Archway.Oci.Registries;

namespace Archway.Cli.Reports;

/// <summary>What <c>archway registry check</c> says.</summary>
internal static class RegistryCheckReport
{
    internal static void Write(IReadOnlyList<RegistryCheck> checks, Surroundings surroundings)
    {
        Screen screen = new(surroundings);
        foreach (var check in checks)
        {
            if (check != checks[0]) screen.Blank();
            screen.Line(0, new($"{check.Place}: ", Styles.Strong), check.Refusal is { Fault: var fault }
                ? new Piece(Says(fault), Styles.Of(fault is RegistryFault.Unauthorized or RegistryFault.Forbidden ? ImageStatus.Blocked : ImageStatus.Unknown))
                : new Piece("lets in", Styles.Of(ImageStatus.Ready)));
            foreach (var (name, value) in Lines(check)) screen.Line(2, new($"{name,-12}", Styles.Faint), value);
        }
    }

    internal static void WriteJson(IReadOnlyList<RegistryCheck> checks, TextWriter output) =>
        JsonText.Write(new(RegistryChecksJson.CurrentVersion, new("archway", ProgramVersion.Text), [.. checks.Select(RegistryCheckJson.Of)]),
            RegistryJson.Readable.RegistryChecksJson, output);

    private static string Says(RegistryFault fault) => fault switch
    {
        RegistryFault.Unauthorized or RegistryFault.Forbidden => "does not let in",
        RegistryFault.RateLimited => "answers no more for now",
        RegistryFault.Unreachable or RegistryFault.TimedOut => "cannot be reached",
        _ => "gave no usable answer",
    };

    private static IEnumerable<(string Name, string Value)> Lines(RegistryCheck check)
    {
        yield return ("asked", $"{check.Address}{(check.Proxy is { } proxy ? $" through the proxy {proxy.Authority}" : "")}");
        if (check.Mirrors.Count > 0) yield return ("mirrors", string.Join(", ", check.Mirrors));
        yield return ("credential", check.Credential is { } credential
            ? $"from {credential.Source}{(credential.Username.Length > 0 ? $", user {credential.Username}" : ", an identity token")}"
            : $"none: asked anonymously{(check.CredentialProblem is { } problem ? $" ({problem})" : "")}");
        yield return ("login", check switch
        {
            { Realm: { } realm, Scheme: "Bearer" } => $"by tokens of {realm}",
            { Scheme: { } scheme } => scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) ? "by user and password" : $"by {scheme}",
            { Refusal: null } => "not wanted",
            _ => "not known",
        });
        if (check.Allowance is { } allowance) yield return ("limit", allowance.ToString());
        if (check.Refusal is { } refusal) yield return ("answer", refusal.Reason);
        if (check is { Credential: null, Place.Path: "", Scheme: "Bearer", Refusal.Fault: RegistryFault.Unauthorized })
            yield return ("public", $"what is public there may be read still; name a repository, as in {check.Place}/team/app, to hear of that");
        if (check.Refusal?.Reason.Contains(check.LoginAdvice, StringComparison.Ordinal) != true) yield return ("to log in", check.LoginAdvice);
    }
}
