using System.Text.RegularExpressions;
using Archway.Reading.Data;

namespace Archway.Assembling.Pipelines.Conversion;

/// <summary>A step of a job, with the lines that it takes.</summary>
/// <param name="Node">What is written of it.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="Text">Their text.</param>
internal sealed partial record WorkflowStep(DataNode Node, LineRange Lines, string Text)
{
    internal const string Emulation = "docker/setup-qemu-action";
    internal const string Build = "docker/build-push-action";
    internal const string Builder = "docker/setup-buildx-action";

    // What gives the steps behind it the right to push or to read.
    private static readonly string[] Logins =
    [
        "docker/login-action", "redhat-actions/podman-login", "aws-actions/configure-aws-credentials", "aws-actions/amazon-ecr-login", "azure/login",
        "azure/docker-login", "google-github-actions/auth", "google-github-actions/setup-gcloud",
    ];

    // What is done once, and not once for each platform.
    private static readonly string[] OnceActions =
    [
        "actions/upload-artifact", "actions/create-release", "softprops/action-gh-release", "ncipollo/release-action", "goreleaser/goreleaser-action",
        "peter-evans/create-pull-request", "stefanzweifel/git-auto-commit-action", "docker/bake-action", "JS-DevTools/npm-publish",
    ];

    internal string Action { get; } = (Node["uses"]?.Text ?? "").Split('@')[0];

    internal string? Id => Node["id"]?.Text;

    internal string? Script => Node["run"]?.Text;

    /// <summary>What a sentence calls it.</summary>
    internal string Name => Node["name"]?.Text ?? Id ?? (Action.Length > 0 ? Action : (Script ?? "").Trim().Split('\n')[0]);

    internal bool IsLogin => Array.Exists(Logins, login => Action.Equals(login, StringComparison.OrdinalIgnoreCase)) || (Script?.Contains("docker login", StringComparison.Ordinal) ?? false);

    internal bool IsCheckout => Action == "actions/checkout";

    /// <summary>Whether it keeps or brings what builds leave for later ones.</summary>
    internal bool IsCache => Action is "actions/cache" or "actions/cache/save" or "actions/cache/restore";

    /// <summary>Whether it is of the building alone: nothing of it is needed where images are joined.</summary>
    internal bool IsOfBuilding => IsCache || Action is Emulation or Builder or Build;

    /// <summary>Whether it does something that is to be done once.</summary>
    internal bool IsDoneOnce => Array.Exists(OnceActions, once => Action == once) || (Script is { } script && OnceCommand().IsMatch(script));

    /// <summary>Whether it may set variables of the environment for the steps behind it.</summary>
    internal bool MaySetVariables => Text.Contains("GITHUB_ENV", StringComparison.Ordinal) || Text.Contains("exportVariable", StringComparison.Ordinal)
        || !(Script is not null || IsLogin || Action.StartsWith("actions/", StringComparison.Ordinal) || Action.StartsWith("docker/", StringComparison.Ordinal));

    /// <summary>Whether it only tells something.</summary>
    internal bool OnlyTells => Script is { } script && script.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .All(line => line.StartsWith("echo ", StringComparison.Ordinal) && !line.Contains("$(", StringComparison.Ordinal) && !line.Contains(';', StringComparison.Ordinal));

    /// <summary>Whether what it does rests on more than what it is given: files, tools, what other steps did.</summary>
    internal bool IsProgram => Script is not null || Action.StartsWith("./", StringComparison.Ordinal);

    /// <summary>The steps that it names.</summary>
    internal IEnumerable<string> Names => StepsNamed(Text);

    /// <summary>The steps that expressions of a text name.</summary>
    internal static IEnumerable<string> StepsNamed(string text) => StepName().Matches(text).Select(match => match.Groups[1].Value);

    /// <summary>The variables of the environment that expressions of a text name.</summary>
    internal static IEnumerable<string> VariablesNamed(string text) => VariableName().Matches(text).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"\bsteps\.([A-Za-z0-9_-]+)\.", RegexOptions.CultureInvariant)]
    private static partial Regex StepName();

    [GeneratedRegex(@"(?<![\w.])env\.([A-Za-z_][A-Za-z0-9_]*)", RegexOptions.CultureInvariant)]
    private static partial Regex VariableName();

    [GeneratedRegex(@"\bdocker\s+push\b|--push\b|imagetools\s+create|\bskopeo\s+copy\b|\bcrane\s+(?:push|copy|tag)\b|manifest\s+push|\bcosign\s+(?:sign|attest)|\bgit\s+(?:push|tag\s+[^-\s])|\b(?:npm|cargo|twine|gh\s+release)\s+(?:publish|upload|create)", RegexOptions.CultureInvariant)]
    private static partial Regex OnceCommand();
}
