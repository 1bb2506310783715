using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Archway.Cli.Reports.Json;
using Archway.Cli.Terminal;
using Archway.Gpu.Proving;
using Archway.Judging;

namespace Archway.Cli.Reports.Gpu;

/// <summary>What <c>archway gpu test</c> says.</summary>
internal static class ProofReport
{
    private const int LongestLine = 500;
    private const int MostLines = 60;

    internal static void Write(GpuProof proof, ProofEngine engine, string image, string format, Surroundings surroundings)
    {
        if (format == "json") ProofJson.Write(proof, engine, image, surroundings.Output);
        else WriteTable(proof, engine, new(surroundings));
    }

    private static void WriteTable(GpuProof proof, ProofEngine engine, Screen screen)
    {
        screen.Line(0, proof.Problem is { } problem
            ? new Piece($"Not proven: {problem}", Styles.Of(ImageStatus.Blocked))
            : new Piece(string.Create(CultureInfo.InvariantCulture, $"GPU containers run with {engine.Name}: the container saw {Count(proof.Host.Gpus.Length)}, the same as the host."), Styles.Of(ImageStatus.Ready)));
        Named(screen, "command", proof.Command);
        Named(screen, "host", Says(proof.Host));
        if (proof.Container is { } seen) Named(screen, "container", Says(seen) + (seen.Cuda != proof.Host.Cuda && seen.Cuda is not null ? " (a compatibility library of the image's)" : ""));
        foreach (var error in proof.Known)
        {
            Named(screen, "check", $"{error.Check.Id}: {error.Check.Title}");
            Named(screen, "cause", error.Check.Cause);
            foreach (var step in error.Check.Remedies) Named(screen, "fix", step.Step + (HostWords.Risk(step.Risk) is { } risk ? $"  [{risk}]" : ""));
        }

        if (proof.Problem is not null && proof.Known.IsEmpty) Named(screen, "next", "archway gpu doctor examines the host");
        screen.Blank();
        foreach (var line in proof.Output.Split('\n').Select(line => line.TrimEnd()).SkipWhile(line => line.Length == 0).Take(MostLines)) screen.Line(2, line.Length > LongestLine ? line[..LongestLine] + "…" : line);
    }

    private static string Says(SmiOutput said) => $"driver {said.Driver?.ToString() ?? "not told"}, CUDA {said.Cuda?.ToString() ?? "not told"}, {Count(said.Gpus.Length)}"
        + (said.Names.IsEmpty ? "" : $": {string.Join(", ", said.Names.Distinct())}");

    private static string Count(int gpus) => gpus == 1 ? "1 GPU" : string.Create(CultureInfo.InvariantCulture, $"{gpus} GPUs");

    private static void Named(Screen screen, string name, string value) => screen.Line(2, new($"{name,-10}", Styles.Faint), value);
}

/// <summary>A proof as one document.</summary>
internal sealed record ProofDocument(
    string SchemaVersion, ToolJson Tool, bool Proven, string? Problem, string Engine, string Image, string Command, SmiJson Host, SmiJson? Container, ImmutableArray<string> Checks);

/// <summary>What nvidia-smi said.</summary>
internal sealed record SmiJson(string? Driver, string? Cuda, ImmutableArray<string> Gpus);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(ProofDocument))]
internal sealed partial class ProofJson : JsonSerializerContext
{
    private static ProofJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    internal static void Write(GpuProof proof, ProofEngine engine, string image, TextWriter output) => JsonText.Write(new(
        "1", new("archway", ProgramVersion.Text), proof.Problem is null, proof.Problem, engine.Name, image, proof.Command, Of(proof.Host), proof.Container is { } seen ? Of(seen) : null,
        [.. proof.Known.Select(error => error.Check.Id)]), Readable.ProofDocument, output);

    private static SmiJson Of(SmiOutput said) => new(said.Driver?.ToString(), said.Cuda?.ToString(), said.Gpus);
}
