using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Archway.Oci.Content;

namespace Archway.Oci.Registries;

/// <summary>A program <c>docker-credential-NAME</c> that keeps credentials.</summary>
/// <remarks>
/// Found on an absolute entry of PATH and started without a shell; what it writes on its error output may hold anything and is not shown.
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
        var file = Find("docker-credential-" + name, path) ?? throw new FormatException($"the credential helper docker-credential-{name} is not on the PATH");

        ProcessStartInfo start = new(file, ["get"])
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using CancellationTokenSource timer = new(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        Process? process = null;
        try
        {
            process = Process.Start(start);
            if (process is null) throw new FormatException($"docker-credential-{name} could not be started");
            // Ended at once, since what ends the run may end this process before anything else goes on.
            using var ends = cancellationToken.Register(() => End(process));
            var output = ReadAsync(process.StandardOutput.BaseStream, either.Token);
            var drained = ReadAsync(process.StandardError.BaseStream, either.Token);
            await WriteAsync(process, registry == "docker.io" ? DockerHubKey : registry, either.Token).ConfigureAwait(false);
            var answer = await output.ConfigureAwait(false);
            await drained.ConfigureAwait(false);
            await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
            return process.ExitCode == 0 ? Read(answer, name) : Missing(answer) ? null : throw new FormatException($"docker-credential-{name} failed with code {process.ExitCode}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FormatException($"docker-credential-{name} did not answer within {limit.TotalSeconds:0} s");
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            throw new FormatException($"docker-credential-{name} could not be run", e);
        }
        finally
        {
            End(process);
            process?.Dispose();
        }
    }

    private static async Task WriteAsync(Process process, string server, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(server.AsMemory(), cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A helper that knows its answer already need not read the question.
        }
    }

    private static async Task<byte[]> ReadAsync(Stream output, CancellationToken cancellationToken)
    {
        using MemoryStream kept = new();
        var buffer = new byte[4096];
        while (await output.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            if (kept.Length + count <= LargestAnswer) kept.Write(buffer, 0, count);
        return kept.ToArray();
    }

    private static Credential? Read(byte[] answer, string name) => OciJson.Read(answer, $"the answer of docker-credential-{name}", LargestAnswer, root =>
        (root.Text("Username"), root.Text("Secret")) is ({ } user, { Length: > 0 } secret)
            ? new Credential(user == "<token>" ? "" : user, secret, user == "<token>", $"docker-credential-{name}")
            : null);

    // All helpers of docker's project say so in these words, and fail; there is no other sign.
    private static bool Missing(byte[] answer) =>
        Encoding.UTF8.GetString(answer).Contains("credentials not found", StringComparison.OrdinalIgnoreCase);

    private static string? Find(string program, string? path) =>
        (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .SelectMany(folder => OperatingSystem.IsWindows() ? [Path.Combine(folder, program + ".exe")] : (string[])[Path.Combine(folder, program)])
            .FirstOrDefault(File.Exists);

    private static void End(Process? process)
    {
        if (process is null) return;
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It ended by itself in between.
        }
    }
}
