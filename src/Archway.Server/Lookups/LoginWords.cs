using System.Text.RegularExpressions;

namespace Archway.Server.Lookups;

/// <summary>What is said of logins on pods: who makes a pod cannot log in in the server's place.</summary>
internal static partial class LoginWords
{
    private const string Missing = "the server has no login for it: it takes one of its own logins, or with --pull-secrets one of the pod's pull secrets";
    private const string Ended = "replace that login where it is kept: among the server's own logins, or in the pod's pull secret";

    /// <summary>The reason of a registry's refusal, where it tells a person which command to run, told to one who cannot.</summary>
    internal static string ForPods(string reason) => Advice().Replace(reason, advice =>
        advice.Groups["again"].Success ? Ended : advice.Groups["or"].Success ? $"; {Missing}" : Missing);

    [GeneratedRegex("""
        (?:(?<again>log\ in\ again:\ |(?<open>log\ in\ again\ \()|(?<=is\ mended\ so:\ ))|(?<or>\ or\ ))?
        run\ (?:
            aws\ [a-z-]+\ get-login-password\ --region\ [^\s;),]+\ \|\ docker\ login\ --username\ AWS\ --password-stdin\ [^\s;),]+
            |docker\ login(?:\ [^\s;),(]+)?(?:\ with\ a\ personal\ access\ token\ that\ has\ read:packages|,\ with\ a\ robot\ account\ in\ pipelines|\ with\ the\ user\ \$oauthtoken\ and\ an\ NGC\ API\ key)?
            |gcloud\ auth\ configure-docker\ [^\s;),]+
            |az\ acr\ login\ --name\ [^\s;),]+)
        (?(open)\))
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Advice();
}
