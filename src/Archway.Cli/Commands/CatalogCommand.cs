using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Completions;
using Archway.Cli.Reports;
using Archway.Knowing;

namespace Archway.Cli.Commands;

/// <summary><c>archway catalog list|search|show|check</c></summary>
internal static class CatalogCommand
{
    internal static Command Create(Surroundings surroundings) => new TaughtCommand("catalog", "Tells what is known about arm64 support of container software.",
        """
        The catalog ships with archway and needs no network. A registry's own answer always outranks it.

        Examples:
          archway catalog list --category cni
          archway catalog search envoy
          archway catalog show istio --format json
          archway catalog check istio@1.14 terraform@0.13.7 traefik:v2.2
        """)
    {
        ListCommand(surroundings), SearchCommand(surroundings), ShowCommand(surroundings), CatalogCheckCommand.Create(surroundings),
    };

    private static Command ListCommand(Surroundings surroundings)
    {
        Option<string?> category = new("--category") { Description = "Only the entries of this category, like cni or monitoring.", HelpName = "category" };
        category.CompletionSources.Add(_ => Categories().Select(name => new CompletionItem(name)));
        var format = Arguments.Format("table", "json");
        Command command = new("list", "Lists every entry.") { category, format };
        command.SetAction(async (parsed, _) =>
        {
            var wanted = parsed.GetValue(category);
            var entries = Catalog.Embedded.Entries.Where(entry => wanted is null || entry.Category == wanted).ToImmutableArray();
            if (entries.IsEmpty)
                throw new CommandException($"no entry is of the category '{wanted}'; there are {string.Join(", ", Categories())}");
            return await WriteAsync(entries, parsed.GetValue(format)!, surroundings);
        });
        return command;
    }

    private static IEnumerable<string> Categories() => Catalog.Embedded.Entries.Select(entry => entry.Category).Distinct().Order(StringComparer.Ordinal);

    private static Command SearchCommand(Surroundings surroundings)
    {
        Argument<string[]> words = new("word") { Description = "Words that an entry must hold, all of them.", Arity = ArgumentArity.OneOrMore };
        var format = Arguments.Format("table", "json");
        Command command = new("search", "Finds entries by words in their name, category, summary or repositories.") { words, format };
        command.SetAction(
            (parsed, _) => WriteAsync(Catalog.Embedded.Search(string.Join(' ', parsed.GetRequiredValue(words))), parsed.GetValue(format)!, surroundings));
        return command;
    }

    private static Command ShowCommand(Surroundings surroundings)
    {
        Argument<string> id = new("id") { Description = "An entry's id or name, like istio.", HelpName = "id" };
        id.CompletionSources.Add(_ => Catalog.Embedded.Entries.Select(entry => new CompletionItem(entry.Id)));
        var format = Arguments.Format("table", "json");
        Command command = new("show", "Shows one entry whole, with its evidence.") { id, format };
        command.SetAction(async (parsed, _) =>
        {
            var asked = parsed.GetRequiredValue(id);
            if (Catalog.Embedded.FindByName(asked) is not { } entry)
            {
                var near = Catalog.Embedded.Near(asked);
                throw new CommandException($"the catalog has no entry '{asked}'"
                    + (near.IsEmpty ? "; archway catalog list shows all" : $"; did you mean {string.Join(", ", near.Select(found => found.Id))}?"));
            }

            if (parsed.GetValue(format) == "json") await CatalogReport.WriteJsonAsync(entry, surroundings.Output);
            else CatalogReport.WriteEntry(entry, surroundings);
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<int> WriteAsync(ImmutableArray<CatalogEntry> entries, string format, Surroundings surroundings)
    {
        if (format == "json") await CatalogReport.WriteJsonAsync(entries, surroundings.Output);
        else CatalogReport.WriteList(entries, surroundings);
        return ExitCodes.Done;
    }
}
