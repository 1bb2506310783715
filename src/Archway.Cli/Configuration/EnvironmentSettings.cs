using System.CommandLine;
using Archway.Cli.Reports;
using Archway.Oci.References;

namespace Archway.Cli.Configuration;

/// <summary>The settings of the environment: <c>ARCHWAY_GIVE_UP_AFTER</c> is <c>--give-up-after</c>, and a comma stands between several values.</summary>
internal static class EnvironmentSettings
{
    private const string Prefix = "ARCHWAY_";
    private const string CacheFolder = "ARCHWAY_CACHE";
    private const string ServiceHost = "_SERVICE_HOST";

    // What is no option: the cache's folder, the configuration's file, and how this program's own tests rewrite what they compare with.
    private static readonly string[] Others = [CacheFolder, "ARCHWAY_CONFIG", "ARCHWAY_ACCEPT"];

    /// <summary>Whether it may hold any, or say where they are.</summary>
    internal static bool MayBeThere(Surroundings surroundings) =>
        surroundings.VariableNames.Any(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name is not CacheFolder);

    /// <summary>What the environment says of an option; null when it says nothing.</summary>
    internal static Setting? Find(Option option, Surroundings surroundings)
    {
        var variable = NameOf(option.Name);
        if (surroundings.Variable(variable) is not { Length: > 0 } text) return null;
        // A password may hold a comma, and half of one is not seen to be one.
        string[] values = option.Arity.MaximumNumberOfValues == 1 || WrittenLogin.IsIn(text)
            ? [text]
            : option.ValueType == typeof(ReportFile[]) ? ReportFile.Split(text)
            : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return values.Length == 0 ? throw new CommandException($"{variable}: '{text}' holds no value") : new(option.Name, [.. values], variable);
    }

    /// <summary>A sentence for each variable that looks like a setting and is none.</summary>
    internal static IEnumerable<string> Unknown(IEnumerable<string> options, Surroundings surroundings)
    {
        if (!surroundings.VariableNames.Any(name => name.StartsWith(Prefix, StringComparison.Ordinal))) return [];
        var known = options.Select(NameOf).Concat(Others).ToArray();
        return surroundings.VariableNames
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !IsOfAService(name, surroundings))
            .Except(known)
            .Order(StringComparer.Ordinal)
            .Select(name => $"{name} in the environment is no setting{(Spelling.Nearest(name, known) is { } near ? $"; did you mean {near}?" : "")}");
    }

    // Kubernetes tells a pod of every service beside it: archway-server is ARCHWAY_SERVER_SERVICE_HOST, ARCHWAY_SERVER_PORT and more.
    // https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
    private static bool IsOfAService(string variable, Surroundings surroundings) => surroundings.VariableNames
        .Where(name => name.EndsWith(ServiceHost, StringComparison.Ordinal))
        .Select(name => name[..^ServiceHost.Length])
        .Any(service => variable.StartsWith($"{service}_SERVICE_", StringComparison.Ordinal)
            || variable.StartsWith($"{service}_PORT", StringComparison.Ordinal));

    private static string NameOf(string option) => Prefix + option.TrimStart('-').Replace('-', '_').ToUpperInvariant();
}
