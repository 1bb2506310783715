using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Net.Security;
using System.Text;
using System.Text.Json;
using Archway.Clusters.Api;
using Archway.Oci.Content;
using Archway.Oci.Programs;
using Archway.Reading.Data;

namespace Archway.Clusters.Configuration;

/// <summary>A program that logs in, as a kubeconfig names it: found on an absolute entry of PATH, run without a shell and without a terminal.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins"/></remarks>
internal sealed class ExecPlugin
{
    private const string Group = "client.authentication.k8s.io/";
    private const int LargestAnswer = 1024 * 1024;

    private readonly KubeEntry _user;
    private readonly ClusterSettings _settings;
    private readonly string _version;
    private readonly string[] _arguments;
    private readonly Dictionary<string, string> _environment;
    private readonly string? _hint;

    private ExecPlugin(KubeEntry user, DataNode exec, string version, string question, ClusterSettings settings)
    {
        (_user, _settings, _version, _hint) = (user, settings, version, exec["installHint"]?.Text);
        Command = exec["command"]?.Text is { Length: > 0 } command ? command : throw user.Wrong("its exec names no command");
        _arguments = [.. (exec["args"]?.Items ?? []).Select(argument => argument.Text ?? "")];
        _environment = EnvironmentOf(exec, question, settings);
    }

    /// <summary>The program, as it is named.</summary>
    internal string Command { get; }

    /// <exception cref="ClusterException">It is not understood.</exception>
    internal static ExecPlugin Of(KubeEntry user, DataNode exec, ClusterAccess access, KubeEntry cluster, ClusterSettings settings)
    {
        var version = exec["apiVersion"]?.Text ?? "";
        if (version is not (Group + "v1" or Group + "v1beta1"))
            throw user.Wrong($"its exec speaks '{version}'; {Group}v1 and {Group}v1beta1 are understood: have the tool that wrote it write it anew");
        var mode = exec["interactiveMode"]?.Text;
        if (mode is null && version == Group + "v1") throw user.Wrong("its exec has no interactiveMode, which v1 wants; write IfAvailable");
        if (mode is not (null or "Never" or "IfAvailable" or "Always")) throw user.Wrong($"its exec has the interactiveMode '{mode}', which is none");
        if (mode == "Always") throw user.Wrong("its exec wants a terminal (interactiveMode: Always), and archway gives it none; log in with kubectl, and use a context with what that gives");
        return new(user, exec, version, Question(version, exec["provideClusterInfo"]?.Text == "true" ? access : null, cluster), settings);
    }

    /// <summary>Runs the program.</summary>
    /// <exception cref="ClusterException">It is not there, failed, or answers something else.</exception>
    internal async Task<ExecCredential> AskAsync(CancellationToken cancellationToken)
    {
        var program = Find() ?? throw _user.Wrong($"the program {Command}, which logs in, is not {(IsPath ? "there" : "on the PATH")}{(_hint is null ? "; install it" : $": {ApiTrouble.Shortened(InOneLine(_hint))}")}");
        ProgramCall call = new() { Arguments = _arguments, Limit = _settings.PluginTimeout, MostOutput = LargestAnswer, Environment = _environment };
        var answer = await program.RunAsync(call, _settings.Time, cancellationToken);
        return answer switch
        {
            { End: ProgramEnd.NotStarted } => throw _user.Wrong($"{Command}, which logs in, could not be run"),
            { End: ProgramEnd.TooSlow } => throw _user.Wrong($"{Command} did not log in within {_settings.PluginTimeout.TotalSeconds:0} s"),
            { End: ProgramEnd.TooMuch } => throw _user.Wrong($"{Command} answered with more than {LargestAnswer} bytes"),
            { ExitCode: 0 } => Read(answer.Output),
            // What it says may hold anything.
            _ => throw _user.Wrong($"{Command} did not log in: it ended with code {answer.ExitCode}; run it by itself to see why"),
        };
    }

    private bool IsPath => Command.AsSpan().ContainsAny('/', Path.DirectorySeparatorChar);

    // A path starts from the kubeconfig's folder, as with kubectl.
    private ExternalProgram? Find() => IsPath && _user.PathOf(Command) is var path
        ? ExternalProgram.Find(Path.GetFileName(path), Path.GetDirectoryName(path))
        : ExternalProgram.Find(Command, _settings.Variable("PATH"));

    private ExecCredential Read(byte[] answer)
    {
        try
        {
            return OciJson.Read(answer, $"the answer of {Command}", LargestAnswer, root =>
            {
                if (root.Text("apiVersion") != _version) throw _user.Wrong($"{Command} answers in another version than {_version}, which its exec asks for");
                var status = root.Object("status") ?? throw _user.Wrong($"{Command} answers without a status");
                var (token, certificate, key) = (status.Text("token"), status.Text("clientCertificateData"), status.Text("clientKeyData"));
                if (token is not { Length: > 0 } && (certificate is null || key is null)) throw _user.Wrong($"{Command} answers with neither a token nor a certificate and its key");
                return new ExecCredential(token is { Length: > 0 } ? token : null,
                    certificate is null || key is null ? null : UserEntry.CertificateFrom(certificate, key, why => _user.Wrong($"{Command}: {why}")),
                    DateTimeOffset.TryParse(status.Text("expirationTimestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until) ? until : DateTimeOffset.MaxValue);
            });
        }
        catch (FormatException e)
        {
            throw _user.Wrong(e.Message);
        }
    }

    private static Dictionary<string, string> EnvironmentOf(DataNode exec, string question, ClusterSettings settings)
    {
        Dictionary<string, string> all = new(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (DictionaryEntry one in Environment.GetEnvironmentVariables()) all[(string)one.Key] = (string?)one.Value ?? "";
        foreach (var name in (string[])["PATH", "HOME"])
            if (settings.Variable(name) is { } value) all[name] = value;
        foreach (var one in exec["env"]?.Items ?? [])
            if (one["name"]?.Text is { Length: > 0 } name && !name.Contains('=', StringComparison.Ordinal)) all[name] = one["value"]?.Text ?? "";
        all["KUBERNETES_EXEC_INFO"] = question;
        return all;
    }

    private static string Question(string version, ClusterAccess? told, KubeEntry cluster)
    {
        ArrayBufferWriter<byte> text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            json.WriteString("kind", "ExecCredential");
            json.WriteString("apiVersion", version);
            json.WriteStartObject("spec");
            json.WriteBoolean("interactive", false);
            if (told is not null) WriteCluster(json, told, cluster);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static void WriteCluster(Utf8JsonWriter json, ClusterAccess told, KubeEntry cluster)
    {
        json.WriteStartObject("cluster");
        json.WriteString("server", told.Server.ToString());
        if (told.ServerName is { } name) json.WriteString("tls-server-name", name);
        if (told.TrustsAnyone) json.WriteBoolean("insecure-skip-tls-verify", true);
        if (told.AuthoritiesPem is { } pem) json.WriteString("certificate-authority-data", Convert.ToBase64String(Encoding.UTF8.GetBytes(pem)));
        if (cluster.Text("proxy-url") is { } proxy) json.WriteString("proxy-url", proxy);
        var extension = (cluster.Value?["extensions"]?.Items ?? []).FirstOrDefault(one => one["name"]?.Text == Group + "exec")?["extension"];
        if (extension is not null)
        {
            json.WritePropertyName("config");
            Write(json, extension);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DataNode node)
    {
        switch (node)
        {
            case DataMapping mapping:
                json.WriteStartObject();
                foreach (var (key, value) in mapping.Entries)
                {
                    json.WritePropertyName(key.Value);
                    Write(json, value);
                }

                json.WriteEndObject();
                break;
            case DataSequence sequence:
                json.WriteStartArray();
                foreach (var item in sequence.Nodes) Write(json, item);
                json.WriteEndArray();
                break;
            case DataScalar { IsNull: true }:
                json.WriteNullValue();
                break;
            case DataScalar { IsPlain: true, Value: "true" or "false" } word:
                json.WriteBooleanValue(word.Value == "true");
                break;
            case DataScalar { IsPlain: true } plain when long.TryParse(plain.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number):
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteStringValue(node.Text);
                break;
        }
    }

    private static string InOneLine(string hint) => string.Join(' ', hint.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>What a program that logs in gave.</summary>
/// <param name="Token">The token; null where it gave none.</param>
/// <param name="Certificate">The certificate; null where it gave none.</param>
/// <param name="Until">Until when it holds.</param>
internal sealed record ExecCredential(string? Token, SslStreamCertificateContext? Certificate, DateTimeOffset Until);
