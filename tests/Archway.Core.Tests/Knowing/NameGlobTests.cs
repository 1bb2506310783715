using System.Diagnostics;
using System.Text.RegularExpressions;
using Archway.Knowing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Archway.Core.Tests.Knowing;

/// <summary>The globs of the catalog.</summary>
public sealed class NameGlobTests
{
    [Theory]
    [InlineData("r/a", "r/a", true)]
    [InlineData("r/a", "r/ab", false)]
    [InlineData("r/*", "r/", true)]
    [InlineData("r/*", "r/a/b", false)]
    [InlineData("r/**", "r/a/b", true)]
    [InlineData("*-alpine*", "1.2-alpine3.20", true)]
    [InlineData("1.*.com/a-*", "1.east.com/a-b", true)]
    [InlineData("1.*.com/a-*", "1.ea/st.com/a-b", false)]
    public void A_star_stays_within_a_part_and_two_do_not(string pattern, string text, bool expected) => Assert.Equal(expected, NameGlob.Matches(pattern, text));

    [Fact]
    public void It_agrees_with_the_regular_expression_that_a_glob_stands_for() => Prop.ForAll(Texts("ab/*").ToArbitrary(), Texts("ab/").ToArbitrary(),
        (pattern, text) => NameGlob.Matches(pattern, text) == Expression(pattern).IsMatch(text)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_hostile_tag_costs_its_length_times_the_patterns()
    {
        var watch = Stopwatch.StartNew();

        Assert.False(NameGlob.Matches(string.Concat(Enumerable.Repeat("*a", 20)) + "b", new string('a', 100_000)));

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    private static Gen<string> Texts(string letters) => Gen.Elements(letters.ToCharArray()).ArrayOf().Where(text => text.Length < 12).Select(text => new string(text));

    private static Regex Expression(string glob) => new(
        @"\A" + Regex.Escape(glob).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal) + @"\z");
}
