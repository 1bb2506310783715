using System.Net.Http.Headers;

namespace Archway.Oci.Registries;

/// <summary>One request to one host.</summary>
internal sealed record HostCall(HttpMethod Method, Uri Address)
{
    /// <summary>Which of a host's lines it stands in: a token service is not the registry, even where it shares the host.</summary>
    internal string Line { get; init; } = "";

    /// <summary>The host and port as they are told.</summary>
    internal string Name { get; init; } = Address.Authority;

    /// <summary>The host without its port as it is told.</summary>
    internal string Host => Name == Address.Authority ? Address.Host : Name;

    /// <summary>Who is asked, in words: the host, and why it where no reference names it.</summary>
    internal string Who { get; init; } = Address.Authority;

    /// <summary>Whether a public host led here.</summary>
    internal bool IsLed { get; init; }

    /// <summary>The media types wanted.</summary>
    internal IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>A form to post; null for requests without body.</summary>
    internal IReadOnlyDictionary<string, string>? Form { get; init; }

    /// <summary>What is sent, made anew each time the call is; null for requests without body, and for forms.</summary>
    internal Func<HttpContent>? Body { get; init; }

    /// <summary>Whether the same may be sent again after a passing failure; what goes on where another left off may not.</summary>
    internal bool IsRepeatable { get; init; } = true;

    /// <summary>How long the host may be silent once all is sent; null for the usual time.</summary>
    internal TimeSpan? Patience { get; init; }

    /// <summary>Adds what only this call has, each time it is made.</summary>
    internal Action<HttpRequestMessage>? Prepare { get; init; }

    /// <summary>Tells the authorization when the request's turn has come, from what is known by then.</summary>
    internal Func<CancellationToken, Task<AuthenticationHeaderValue?>>? Authorize { get; init; }

    /// <summary>Hears each answer before anyone else who waits for the host may go on.</summary>
    internal Action<HttpResponseMessage>? Heard { get; init; }

    /// <summary>Hears that no answer came to a request.</summary>
    internal Action? HeardNothing { get; init; }

    internal async Task<HttpRequestMessage> MessageAsync(CancellationToken cancellationToken)
    {
        HttpRequestMessage message = new(Method, Address) { Version = new Version(2, 0), VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        if (Authorize is not null) message.Headers.Authorization = await Authorize(cancellationToken).ConfigureAwait(false);
        if (Accept.Count > 0) message.Headers.TryAddWithoutValidation("Accept", Accept);
        message.Headers.UserAgent.Add(new("archway", null));
        message.Content = Form is not null ? new FormUrlEncodedContent(Form) : Body?.Invoke();
        Prepare?.Invoke(message);
        return message;
    }
}
