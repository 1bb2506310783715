using System.Text;
using System.Text.Json.Nodes;
using Archway.Oci.Registries;
using Archway.Testing;

namespace Archway.Oci.Tests.Registries;

/// <summary>The home folder of someone who asks, with the logins left in it.</summary>
internal sealed class Home : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly JsonObject _logins = [];

    /// <summary>Asks as who lives there.</summary>
    internal RegistryClientOptions Options => Asking.Options with { Credentials = new() { Home = At("") } };

    /// <summary>The user and password as a request shows them.</summary>
    internal static string Basic(string login) => "Basic " + Base64(login);

    internal static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>Leaves a user and a password where <c>docker login</c> does.</summary>
    internal Home LogIn(string host, string user, string password) => LogIn(host, new JsonObject { ["auth"] = Base64($"{user}:{password}") });

    /// <summary>Leaves an identity token where <c>docker login</c> does.</summary>
    internal Home LogIn(string host, string identity) => LogIn(host, new JsonObject { ["identitytoken"] = identity });

    /// <summary>Where a file of it is.</summary>
    internal string At(string path) => Path.Combine(_folder.Path, path);

    /// <summary>Writes a file.</summary>
    internal void With(string path, string text) => _folder.With(path, text);

    public void Dispose() => _folder.Dispose();

    private Home LogIn(string host, JsonObject login)
    {
        _logins[host] = login;
        With(".docker/config.json", new JsonObject { ["auths"] = _logins.DeepClone() }.ToJsonString());
        return this;
    }
}
