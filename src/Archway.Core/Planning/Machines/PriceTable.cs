using System.Globalization;
using System.Text.RegularExpressions;
using Archway.Oci;
using Archway.Placing.Manifests;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Planning.Machines;

/// <summary>What machines cost, as a user's table has it.</summary>
/// <param name="Date">The day that the prices are of.</param>
/// <param name="Currency">What they are in, as ISO 4217 names it.</param>
/// <param name="Prices">The price of an hour, by the name of the type.</param>
internal sealed partial record PriceTable(DateOnly Date, string Currency, IReadOnlyDictionary<string, decimal> Prices)
{
    private const int Longest = 4 * 1024 * 1024;
    private const int Most = 50_000;
    private const int LongestShown = 60;
    private const decimal Dearest = 1_000_000;

    /// <summary>Reads a table, in CSV or YAML.</summary>
    internal static Parsed<PriceTable> Read(string text)
    {
        if (text.Length > Longest) return Problem("it is longer than 4 MiB");
        var first = text.Split('\n').Select(line => line.Trim().TrimStart('\uFEFF')).FirstOrDefault(line => line is not ("" or ['#', ..]));
        if (first is null) return Problem("it is empty");
        return first.Contains(',', StringComparison.Ordinal) && !first.StartsWith('{') ? Of(FromCsv(text)) : FromYaml(text);
    }

    private static Parsed<PriceTable> FromYaml(string text)
    {
        List<DataProblem> problems = [];
        SourceText source = new("prices", text);
        var documents = YamlReader.ReadDocuments(source, problems).Take(2).ToArray();
        if (problems.Count > 0) return Problem(problems[0].Message);
        if (documents is not [DataMapping table]) return Problem("it is neither lines of type,price nor one YAML mapping");
        if (table["prices"] is not DataMapping prices) return Problem("it has no mapping named prices");
        return Of(table.Entries.Where(one => one.Key.Value != "prices").Concat(prices.Entries)
            .Select(one => new Row(one.Key.Value, ScalarText.Of(one.Value) ?? "", $"line {source.Span(one.Key.Start, 0).Line}")));
    }

    private static IEnumerable<Row> FromCsv(string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim().TrimStart('\uFEFF');
            if (line is "" or ['#', ..] || line.Replace(" ", "", StringComparison.Ordinal).StartsWith("type,price", StringComparison.OrdinalIgnoreCase)) continue;
            // What stands behind the price is the user's own.
            var cells = line.Split(',', 3);
            yield return new(Unquoted(cells[0]), cells.Length > 1 ? Unquoted(cells[1]) : "", $"line {i + 1}");
        }
    }

    private static Parsed<PriceTable> Of(IEnumerable<Row> rows)
    {
        Dictionary<string, decimal> prices = new(StringComparer.Ordinal);
        var (date, currency) = ((DateOnly?)null, "USD");
        foreach (var (name, value, place) in rows)
        {
            if (name == "date")
            {
                if (date is not null) return Problem($"{place} gives a second date");
                if (!DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                    return Problem($"{place}: '{Shown(value)}' is not a date; write it like 2026-11-23");
                date = day;
            }
            else if (name == "currency")
            {
                if (!CurrencyName().IsMatch(value)) return Problem($"{place}: '{Shown(value)}' is not a currency; write it like EUR");
                currency = value;
            }
            else if (!TypeName().IsMatch(name)) return Problem($"{place}: '{Shown(name)}' is not the name of a machine type");
            else if (Price(value) is not { } price) return Problem($"{place}: '{Shown(value)}' is not the price of an hour of {name}; write it like 0.0816");
            else if (!prices.TryAdd(name, price)) return Problem($"{place} gives {name} a second price");
            else if (prices.Count > Most) return Problem($"it has more than {Most} prices");
        }

        if (prices.Count == 0) return Problem("it has no prices");
        return date is { } known ? Parsed.Value<PriceTable>(new(known, currency, prices)) : Problem("it does not say of which day its prices are; write a line like date,2026-11-23, or date: 2026-11-23 in YAML");
    }

    // No exponent, sign or group: what a person would not write for an hour is a mistake.
    private static decimal? Price(string text) =>
        text.Length <= 40 && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price) && price <= Dearest ? price : null;

    private static string Unquoted(string cell) => cell.Trim() is ['"', .. var inside, '"'] ? inside : cell.Trim();

    private static string Shown(string text)
    {
        var clean = string.Concat(text.Where(c => !char.IsControl(c)));
        return clean.Length > LongestShown ? clean[..LongestShown] + "…" : clean;
    }

    private static Parsed<PriceTable> Problem(string what) => Parsed.Problem<PriceTable>($"cannot read the price table: {what}");

    [GeneratedRegex(@"^[A-Z]{3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex CurrencyName();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_.-]{1,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex TypeName();

    private readonly record struct Row(string Name, string Value, string Place);
}
