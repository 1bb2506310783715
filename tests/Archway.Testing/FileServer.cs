using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Archway.Testing;

/// <summary>A web server of a few files, on a loopback port; of every other name it says that there is none.</summary>
public sealed class FileServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    private FileServer(IReadOnlyDictionary<string, byte[]> files)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(async context =>
        {
            if (files.TryGetValue(context.Request.Path.Value!.TrimStart('/'), out var file)) await context.Response.Body.WriteAsync(file, context.RequestAborted);
            else context.Response.StatusCode = StatusCodes.Status404NotFound;
        });
    }

    /// <summary>Where its files are: <c>http://127.0.0.1:41234</c>.</summary>
    public string Address => _server.Urls.Single();

    /// <summary>A server that answers.</summary>
    public static async Task<FileServer> StartAsync(IReadOnlyDictionary<string, byte[]> files)
    {
        FileServer server = new(files);
        await server._server.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
