using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Archway.Testing.Registries;

/// <summary>One answer: a status, headers and a body, written to the connection at the end.</summary>
internal sealed record RegistryAnswer(int Status)
{
    internal byte[] Body { get; init; } = [];

    internal string? ContentType { get; init; }

    /// <summary>Whether a part of the body may be asked for.</summary>
    internal bool HasRanges { get; init; }

    internal ImmutableDictionary<string, string> Headers { get; private init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>A refusal in the form of the specification's section Error Codes, with one error for each of <paramref name="details"/>.</summary>
    internal static RegistryAnswer Problem(int status, string code, string message, params IEnumerable<string> details)
    {
        JsonArray errors = [.. details.DefaultIfEmpty().Select(detail =>
        {
            JsonObject error = new() { ["code"] = code, ["message"] = message };
            if (detail is not null) error["detail"] = detail;
            return error;
        })];
        return Json(status, new() { ["errors"] = errors });
    }

    internal static RegistryAnswer Json(int status, JsonObject body, string contentType = "application/json") =>
        new(status) { Body = Encoding.UTF8.GetBytes(body.ToJsonString()), ContentType = contentType };

    internal RegistryAnswer With(string header, string value) => this with { Headers = Headers.SetItem(header, value) };

    internal async Task WriteAsync(HttpContext context)
    {
        foreach (var (name, value) in Headers) context.Response.Headers[name] = value;
        if (HasRanges && HttpMethods.IsGet(context.Request.Method))
        {
            await Results.Bytes(Body, ContentType, enableRangeProcessing: true).ExecuteAsync(context);
            return;
        }

        if (HasRanges) context.Response.Headers.AcceptRanges = "bytes";
        context.Response.StatusCode = Status;
        context.Response.ContentType = ContentType;
        if (Status != StatusCodes.Status204NoContent) await Fault.WriteAsync(context, Body);
    }
}
