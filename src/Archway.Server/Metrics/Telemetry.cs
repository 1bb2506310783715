using System.Diagnostics;
using System.Diagnostics.Metrics;
using Archway.Server.Admission;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Archway.Server.Metrics;

/// <summary>Spans and metrics by OpenTelemetry's protocol, sent where the environment names a collector.</summary>
/// <remarks>
/// The variables are OpenTelemetry's own (<see href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/"/>), but that only
/// <c>http/protobuf</c> is spoken. Without a collector nothing listens, and a span costs a look.
/// </remarks>
internal sealed class Telemetry : IDisposable
{
    private const string Name = "archway-server";
    private static readonly string[] Collectors = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"];
    private static readonly ActivitySource Source = new(Name, ProgramVersion.Text);

    private readonly Meter _meter = new(Name, ProgramVersion.Text);
    private readonly TracerProvider _spans;
    private readonly MeterProvider _metrics;

    private Telemetry(ServerMetrics metrics)
    {
        _meter.CreateObservableCounter("archway.admission.reviews",
            () => Enum.GetValues<Outcome>().Select(outcome => new Measurement<long>(metrics.Reviews(outcome), new KeyValuePair<string, object?>("outcome", MetricsText.Word(outcome)))), "{review}");
        _meter.CreateObservableCounter("archway.admission.refused", () => metrics.Refused, "{request}");
        _meter.CreateObservableCounter("archway.clients.refused",
            () => Enum.GetValues<ClientRefusal>().Select(because => new Measurement<long>(metrics.ClientsRefused(because), new KeyValuePair<string, object?>("because", MetricsText.Word(because)))), "{connection}");
        _meter.CreateObservableUpDownCounter("archway.admission.in_flight", () => (long)metrics.InFlight, "{review}");
        _meter.CreateObservableCounter("archway.admission.duration", () => metrics.Times.Sum, "s", "All reviews together.");
        _meter.CreateObservableCounter("archway.image.lookups",
            () => Enum.GetValues<Lookup>().Select(result => new Measurement<long>(metrics.Lookups(result), new KeyValuePair<string, object?>("result", MetricsText.Word(result)))), "{lookup}");
        var resource = ResourceBuilder.CreateDefault().AddService(Name, serviceVersion: ProgramVersion.Text).AddEnvironmentVariableDetector();
        _spans = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Name).AddOtlpExporter(export => export.Protocol = OtlpExportProtocol.HttpProtobuf).Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Name).AddOtlpExporter(export => export.Protocol = OtlpExportProtocol.HttpProtobuf).Build();
    }

    /// <summary>What sends, where the environment names a collector; null where it does not, or says that nothing is to be sent.</summary>
    internal static Telemetry? Begin(Func<string, string?> variable, ServerMetrics metrics) =>
        variable("OTEL_SDK_DISABLED") is not "true" && Array.Exists(Collectors, name => variable(name) is { Length: > 0 }) ? new(metrics) : null;

    /// <summary>A review, from its first byte to its answer, within the API server's own trace where it tells of one.</summary>
    internal static Activity? Review(string? parent) =>
        Source.StartActivity("admission review", ActivityKind.Server, ActivityContext.TryParse(parent, null, isRemote: true, out var told) ? told : default);

    /// <summary>A question to a registry.</summary>
    internal static Activity? Lookup(string image) => Source.StartActivity("image lookup", ActivityKind.Client)?.SetTag("container.image.name", image);

    /// <summary>Sends what is left, and ends.</summary>
    public void Dispose()
    {
        _spans.Dispose();
        _metrics.Dispose();
        _meter.Dispose();
    }
}
