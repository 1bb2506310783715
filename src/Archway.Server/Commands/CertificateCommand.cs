using System.CommandLine;
using Archway.Server.Clusters;
using Archway.Server.Serving;

namespace Archway.Server.Commands;

/// <summary><c>archway-server certificate</c></summary>
internal static class CertificateCommand
{
    internal static Command Create(Surroundings surroundings)
    {
        Option<string> service = new("--service") { Description = "The service that the API server calls the server by.", HelpName = "name", DefaultValueFactory = _ => "archway-server", CustomParser = Options.Read(Names.Label) };
        Option<string?> space = new("--namespace") { Description = "Its namespace. Default: that of this pod.", HelpName = "name", CustomParser = Options.Read(Names.Label) };
        Option<string?> folder = new("--out") { Description = "Write tls.crt, tls.key and ca.crt into this folder, and nothing into a cluster.", HelpName = "folder" };
        Option<string> secret = new("--secret") { Description = "The Secret that is written.", HelpName = "name", DefaultValueFactory = _ => "archway-server-tls", CustomParser = Options.Read(Names.Domain) };
        Option<string> webhook = new("--webhook") { Description = "The MutatingWebhookConfiguration that is to trust it.", HelpName = "name", DefaultValueFactory = _ => "archway-server", CustomParser = Options.Read(Names.Domain) };
        var days = Options.Number("--days", 365, 1, 3650, "How many days a new certificate is good.");
        var renew = Options.Number("--renew-before", 90, 0, 3650, "How many days before its end it is replaced by a new one.");
        TaughtCommand command = new("certificate", "Makes the certificate that serve shows, with an authority of its own, whose key is thrown away.", """
            In a pod it writes both into a Secret, and the authority into the caBundle of a MutatingWebhookConfiguration; run again, as a CronJob may, it changes
            nothing until the certificate nears its end. The webhook trusts the authority before too, until all servers show the new certificate.
            """) { service, space, folder, secret, webhook, days, renew };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var place = parsed.GetValue(space) ?? ClusterApi.NamespaceOf(surroundings) ?? "archway";
            var names = NamesOf(parsed.GetRequiredValue(service), place);
            if (parsed.GetValue(folder) is { } path) return await WriteAsync(path, names, TimeSpan.FromDays(parsed.GetValue(days)), surroundings, cancellationToken);
            using var api = ClusterApi.OfPod(surroundings);
            await new CertificateJob(api, surroundings.Time, surroundings.Tell).RunAsync(place, parsed.GetRequiredValue(secret), parsed.GetRequiredValue(webhook), names,
                TimeSpan.FromDays(parsed.GetValue(days)), TimeSpan.FromDays(parsed.GetValue(renew)), cancellationToken);
            return 0;
        });
        return command;
    }

    private static string[] NamesOf(string service, string space) => service == "localhost"
        ? ["localhost", "127.0.0.1", "::1"]
        : [$"{service}.{space}.svc", $"{service}.{space}.svc.cluster.local", $"{service}.{space}", service];

    private static async Task<int> WriteAsync(string folder, string[] names, TimeSpan lifetime, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var made = SelfMadeCertificate.Make(names, lifetime, surroundings.Time.GetUtcNow());
        try
        {
            Directory.CreateDirectory(folder);
            var key = Path.Combine(folder, "tls.key");
            // Nobody else may read it, not even for the moment before its mode is changed.
            FileStreamOptions secretly = new() { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) secretly.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            File.Delete(key);
            await using (StreamWriter writer = new(key, secretly)) await writer.WriteAsync(made.Key.AsMemory(), cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "tls.crt"), made.Certificate, cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "ca.crt"), made.Authority, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServerException($"cannot write the certificate into {folder}: {e.Message}");
        }

        surroundings.Tell($"{folder} holds a certificate for {string.Join(", ", names)}, good until {surroundings.Time.GetUtcNow() + lifetime:yyyy-MM-dd}");
        return 0;
    }
}
