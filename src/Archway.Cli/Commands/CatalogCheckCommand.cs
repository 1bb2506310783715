using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Completions;
using Archway.Cli.Reports;
using Archway.Cli.Terminal;
using Archway.Knowing;
using Archway.Oci;
using Archway.Oci.Platforms;
using Archway.Oci.References;

namespace Archway.Cli.Commands;

/// <summary><c>archway catalog check NAME@VERSION…</c></summary>
internal static class CatalogCheckCommand
{
    internal static Command Create(Surroundings surroundings)
    {
        Argument<string[]> questions = new("question")
        {
            Description = "NAME@VERSION or NAME of a piece of software, an image, or - for a list of them on standard input.",
            HelpName = "question",
            Arity = ArgumentArity.OneOrMore,
        };
        questions.CompletionSources.Add(_ => Catalog.Embedded.Entries.Select(entry => new CompletionItem(entry.Id)));
        var platforms = Arguments.Platforms();
        Option<string?> delivery = new Option<string?>("--delivery")
        {
            Description = "The form of the named software that is meant. Default: the foremost, and what is known of the others besides.",
            HelpName = "form",
        }.AcceptOnlyFromAmong(Words.All<Delivery>());
        var format = Arguments.Format("table", "json");
        var failOn = Arguments.List("--fail-on", ["blocker", "unknown"],
            "Answer 1 when something does not run (blocker), or when something is not known (unknown); may be repeated. Default: never.");
        TaughtCommand command = new("check", "Tells whether a version of some software, or an image, runs on the platform.",
            """
            Answers yes, no, broken (claims to run there and does not) or unknown, with the reason. What has a slash, a colon or a digest is an image;
            anything else is a name of the catalog. It asks no registry: archway image does.
            Answers 0 when done, 1 when a --fail-on was reached, 2 when something asked could not be read; the rest is answered all the same.

            Examples:
              archway catalog check istio@1.14
              archway catalog check terraform@0.13.7 flatcar@3033 traefik:v2.2 quay.io/coreos/etcd:v3.4.0
              archway catalog check helm                       # no version: since when
              archway catalog check istio@1.6 --delivery binary
              archway catalog check $(cat tools.txt) --fail-on blocker --fail-on unknown
              archway catalog check - --format json < tools.txt
            """) { questions, platforms, delivery, format, failOn };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(questions), [.. parsed.GetValue(platforms)!.Distinct()],
            parsed.GetValue(delivery) is { } form ? Enum.Parse<Delivery>(form, ignoreCase: true) : null,
            parsed.GetValue(format)!, parsed.GetValue(failOn) ?? [], surroundings, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string[] texts, ImmutableArray<Platform> platforms, Delivery? delivery, string format, string[] failOn, Surroundings surroundings,
        CancellationToken cancellationToken)
    {
        List<(string Where, Parsed<CatalogQuestion> Read)> asked = [];
        foreach (var text in texts)
        {
            if (text != "-") asked.Add((WrittenLogin.Hide(text), CatalogQuestion.Read(text)));
            else foreach (var (line, at) in await InputList.ReadAsync(surroundings.Input, cancellationToken))
                asked.Add(($"line {at} of standard input", CatalogQuestion.Read(line)));
        }

        // One that cannot be read hides no other's answer.
        foreach (var (where, read) in asked)
            if (read.Problem is { } problem) await surroundings.Error.WriteLineAsync($"archway: {SafeText.Clean($"cannot read {where}: {problem}")}");
        CatalogQuestion[] questions = [.. asked.Select(one => one.Read.Value).OfType<CatalogQuestion>()];
        if (questions.Length == 0) return ExitCodes.Failed;

        ImmutableArray<CatalogCheck> checks =
        [
            .. questions.SelectMany(question => platforms, (question, platform) => Answer(question, platform, delivery, cancellationToken)),
        ];
        if (format == "json") CatalogCheckReport.WriteJson(checks, platforms, surroundings.Output);
        else CatalogCheckReport.Write(checks, platforms, surroundings);
        if (questions.Length < asked.Count) return ExitCodes.Failed;
        return checks.Any(check => failOn.Contains(SeverityOf(check.Answer.Verdict))) ? ExitCodes.Reached : ExitCodes.Done;
    }

    private static string SeverityOf(CatalogVerdict verdict) => verdict is CatalogVerdict.No or CatalogVerdict.Broken ? "blocker" : Words.Of(verdict);

    private static CatalogCheck Answer(CatalogQuestion question, Platform platform, Delivery? delivery, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Catalog.Embedded.Check(question, platform, delivery);
    }
}
