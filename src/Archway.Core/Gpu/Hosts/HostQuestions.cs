using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Archway.Oci.Programs;

namespace Archway.Gpu.Hosts;

/// <summary>Asks this machine's programs what <see cref="HostQuestion.All"/> lists, one after the other, each within its time.</summary>
/// <param name="variable">The environment.</param>
/// <param name="time">The clock that ends them.</param>
internal sealed class HostQuestions(Func<string, string?> variable, TimeProvider time)
{
    private const int MostOutput = 4 * 1024 * 1024;
    private const int MostKept = 128 * 1024;

    // Nobody's PATH but root's has these, where some systems keep what only tells.
    private const string SystemPrograms = ":/usr/sbin:/sbin";

    /// <summary>The snapshot with the answers.</summary>
    internal async Task<HostSnapshot> AskAsync(HostSnapshot seen, CancellationToken cancellationToken)
    {
        foreach (var question in HostQuestion.All)
        {
            if (!question.If(seen) || ExternalProgram.Find(question.Words[0], variable("PATH") + SystemPrograms) is not { } program) continue;
            var answer = await program.RunAsync(
                new() { Arguments = question.Words[1..], Limit = TimeSpan.FromSeconds(question.Seconds), MostOutput = MostOutput, Environment = Environment(seen) }, time, cancellationToken);
            seen = seen with { Commands = seen.Commands.Add(Answer(question, answer)) };
        }

        return seen;
    }

    private Dictionary<string, string> Environment(HostSnapshot seen)
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal) { ["PATH"] = variable("PATH") + SystemPrograms, ["LC_ALL"] = "C" };
        foreach (var name in new[] { "HOME", "XDG_RUNTIME_DIR" })
            if (variable(name) is { Length: > 0 } value) environment[name] = value;
        // Whatever context its user works in: it is this machine that is asked.
        environment["DOCKER_HOST"] = seen.Find("/run/docker.sock") is null && variable("XDG_RUNTIME_DIR") is { Length: > 0 } folder ? $"unix://{folder}/docker.sock" : "unix:///run/docker.sock";
        return environment;
    }

    private static HostCommand Answer(HostQuestion question, ProgramAnswer answer)
    {
        var output = Encoding.UTF8.GetString(answer.Output);
        var error = Encoding.UTF8.GetString(answer.Error);
        return new(question.Words, answer.End == ProgramEnd.Exited ? answer.ExitCode : null, Cut(Wanted(question, output)), Cut(SecretFreeText.Of("", error)))
        {
            Problem = answer.End switch
            {
                ProgramEnd.Exited => null,
                ProgramEnd.TooSlow => $"it did not end within {question.Seconds} s",
                ProgramEnd.NotStarted => "it could not be started",
                _ => "it wrote more than it may",
            },
        };
    }

    private static string Wanted(HostQuestion question, string output)
    {
        if (!question.Members.IsEmpty) return Members(output, question.Members);
        return question.Lines.IsEmpty ? output : string.Join('\n', output.Split('\n').Where(line => question.Lines.Any(word => line.Contains(word, StringComparison.Ordinal))));
    }

    private static string Members(string output, ImmutableArray<string> members)
    {
        try
        {
            using var document = JsonDocument.Parse(output, new() { MaxDepth = 32 });
            using MemoryStream kept = new();
            using (Utf8JsonWriter writer = new(kept, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                writer.WriteStartObject();
                foreach (var member in members)
                {
                    var value = document.RootElement;
                    if (!member.Split('.').All(part => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(part, out value))) continue;
                    writer.WritePropertyName(member);
                    value.WriteTo(writer);
                }

                writer.WriteEndObject();
            }

            return SecretFreeText.Of("", Encoding.UTF8.GetString(kept.ToArray()));
        }
        catch (JsonException)
        {
            // What is no JSON is a sentence, as that the service cannot be reached.
            return output;
        }
    }

    private static string Cut(string text) => text.Length <= MostKept ? text : text[..MostKept];
}
