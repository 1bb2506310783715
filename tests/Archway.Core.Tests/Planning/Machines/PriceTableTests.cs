using Archway.Planning.Machines;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Archway.Core.Tests.Planning.Machines;

public class PriceTableTests
{
    [Theory]
    [InlineData("type,price\ndate,2026-11-01\ncurrency,EUR\n# our contract\nm7g.large,0.05\n\"m5.large\", \"0.09\", what we pay\nours.large,1\n")]
    [InlineData("\uFEFFdate,2026-11-01\r\ncurrency,EUR\r\nm7g.large,0.05\r\nm5.large,0.09\r\nours.large,1\r\n")]
    [InlineData("date: 2026-11-01\ncurrency: EUR\nprices:\n  m7g.large: 0.05\n  m5.large: \"0.09\"\n  ours.large: 1\n")]
    [InlineData("""{"date": "2026-11-01", "currency": "EUR", "prices": {"m7g.large": 0.05, "m5.large": 0.09, "ours.large": 1}}""")]
    public void A_table_of_the_user_stands_in_the_place_of_the_estimate(string text)
    {
        var table = MachineTable.Embedded.WithPrices(text).ValueOrThrow();

        Assert.Equal((0.05m, 0.09m, null), (table.Find("m7g.large")!.PricePerHour, table.Find("m5.large")!.PricePerHour, table.Find("m6i.large")!.PricePerHour));
        Assert.Equal((new DateOnly(2026, 11, 1), "EUR", true), (table.DateOf(Cloud.Google), table.Currency, table.IsOfUser));
        Assert.Equal(["ours.large"], table.Unknown);
        Assert.Equal(MachineTable.Embedded.All.Select(type => type.Name), table.All.Select(type => type.Name));
        Assert.Equal(0.0816m, MachineTable.Embedded.Find("m7g.large")!.PricePerHour);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("# nothing\n", "it is empty")]
    [InlineData("date,2026-11-01\n", "it has no prices")]
    [InlineData("m7g.large,0.05\n", "it does not say of which day its prices are; write a line like date,2026-11-23, or date: 2026-11-23 in YAML")]
    [InlineData("date,2026-11-01\nm7g.large,-1\n", "line 2: '-1' is not the price of an hour of m7g.large; write it like 0.0816")]
    [InlineData("date,2026-11-01\nm7g.large,NaN\n", "line 2: 'NaN' is not the price of an hour of m7g.large; write it like 0.0816")]
    [InlineData("date,2026-11-01\nm7g.large,1e9\n", "line 2: '1e9' is not the price of an hour of m7g.large; write it like 0.0816")]
    [InlineData("date,2026-11-01\nm7g.large,1000001\n", "line 2: '1000001' is not the price of an hour of m7g.large; write it like 0.0816")]
    [InlineData("date,2026-11-01\nm7g.large,99999999999999999999999999999999\n", "line 2: '99999999999999999999999999999999' is not the price of an hour of m7g.large; write it like 0.0816")]
    [InlineData("date,2026-11-01\nm7g.large\n", "line 2: '' is not the price of an hour of m7g.large; write it like 0.0816")]
    [InlineData("date,2026-11-01\nm7g.large,1\nm7g.large,2\n", "line 3 gives m7g.large a second price")]
    [InlineData("date,2026-11-01\ndate,2026-11-02\n", "line 2 gives a second date")]
    [InlineData("date,yesterday\n", "line 1: 'yesterday' is not a date; write it like 2026-11-23")]
    [InlineData("date,2026-11-01\ncurrency,doubloons\n", "line 2: 'doubloons' is not a currency; write it like EUR")]
    [InlineData("date,2026-11-01\n=cmd|' /C calc'!A0,1\n", "line 2: '=cmd|' /C calc'!A0' is not the name of a machine type")]
    [InlineData("date: 2026-11-01\nprices: [1, 2]\n", "it has no mapping named prices")]
    [InlineData("date: 2026-11-01\nprices:\n  m7g.large: [1]\n", "line 3: '' is not the price of an hour of m7g.large; write it like 0.0816")]
    [InlineData("date: 2026-11-01\nprices:\n  m7g.large: 1\n  m7g.large: 2\n", "line 4 gives m7g.large a second price")]
    [InlineData("hello", "it is neither lines of type,price nor one YAML mapping")]
    public void A_table_that_cannot_be_trusted_is_refused_with_the_place(string text, string why) =>
        Assert.Equal("cannot read the price table: " + why, MachineTable.Embedded.WithPrices(text).Problem);

    [Fact]
    public void A_table_is_bounded()
    {
        var many = "date,2026-11-01\n" + string.Concat(Enumerable.Range(0, 50_001).Select(i => $"type{i},1\n"));

        Assert.Equal("cannot read the price table: it has more than 50000 prices", MachineTable.Embedded.WithPrices(many).Problem);
        Assert.Equal("cannot read the price table: it is longer than 4 MiB", MachineTable.Embedded.WithPrices(new('a', (4 * 1024 * 1024) + 1)).Problem);
    }

    [Fact]
    public void No_text_makes_the_reading_throw_or_a_price_that_is_none() => Prop.ForAll<string?>(text =>
    {
        foreach (var one in new[] { text ?? "", "date,2026-11-01\nm7g.large," + text, "date: 2026-11-01\nprices:\n  m7g.large: " + text })
        {
            var read = MachineTable.Embedded.WithPrices(one);
            if (read.Value is { } table && table.All.Any(type => type.PricePerHour is < 0 or > 1_000_000)) return false;
        }

        return true;
    }).QuickCheckThrowOnFailure();
}
