using System.Net.Security;

namespace Archway.Clusters.Configuration;

/// <summary>How someone shows an API server who they are.</summary>
/// <param name="settings">The clock.</param>
internal sealed class ClusterLogin(ClusterSettings settings)
{
    private const int LargestToken = 64 * 1024;
    // A token that is about to end would end on the way.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private ExecCredential? _given;

    /// <summary>Nobody in particular.</summary>
    internal static ClusterLogin Nobody { get; } = new(new() { Variable = _ => null, WorkingFolder = "" });

    /// <summary>Who it is, as a person says it.</summary>
    internal string Who { get; init; } = "nobody";

    /// <summary>What stands in the header; null where nothing does.</summary>
    internal string? Authorization { get; init; }

    /// <summary>A file with a token, which others write anew; it is read each time.</summary>
    internal string? TokenFile { get; init; }

    /// <summary>The certificate that is shown; null where none is.</summary>
    internal SslStreamCertificateContext? Certificate { get; init; }

    /// <summary>The program that logs in; null where none does.</summary>
    internal ExecPlugin? Plugin { get; init; }

    /// <summary>Whether asking for it anew may give another.</summary>
    internal bool MayChange => TokenFile is not null || Plugin is not null;

    /// <summary>What is shown now.</summary>
    /// <param name="anew">Whether what was shown before was refused.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ClusterException">It is not to be had.</exception>
    internal async Task<ShownLogin> ShowAsync(bool anew, CancellationToken cancellationToken)
    {
        if (Plugin is not null)
        {
            if (_given is null || anew || _given.Until - Margin <= settings.Time.GetUtcNow()) _given = await Plugin.AskAsync(cancellationToken);
            return new(_given.Token is { } token ? Bearer(token, $"the token of {Plugin.Command}") : Authorization, _given.Certificate ?? Certificate);
        }

        if (TokenFile is null) return new(Authorization, Certificate);
        var text = BoundedFile.Find(TokenFile, $"the token of {Who}", LargestToken)?.Trim();
        if (text is { Length: > 0 }) return new(Bearer(text, $"the token in {TokenFile}"), Certificate);
        // As client-go has it, the token itself is what is left where the file is not there.
        return Authorization is not null
            ? new(Authorization, Certificate)
            : throw new ClusterException(ClusterFault.Configuration, $"there is no token in {TokenFile}, for {Who}");
    }

    /// <summary>The header of a token.</summary>
    internal static string Bearer(string token, string what) => token.All(c => c is > ' ' and < '\x7f')
        ? $"Bearer {token}"
        : throw new ClusterException(ClusterFault.Configuration, $"{what} holds characters that no header may hold");
}

/// <summary>What is shown to an API server.</summary>
/// <param name="Authorization">The header; null where there is none.</param>
/// <param name="Certificate">The certificate; null where there is none.</param>
internal sealed record ShownLogin(string? Authorization, SslStreamCertificateContext? Certificate);
