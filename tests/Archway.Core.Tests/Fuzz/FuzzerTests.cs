using System.Text;
using Archway.Fuzz;
using Xunit;

namespace Archway.Core.Tests.Fuzz;

/// <summary>A fuzzer that finds nothing must have looked.</summary>
public sealed class FuzzerTests
{
    [Fact]
    public async Task A_broken_law_is_told_by_its_name()
    {
        var measured = await Measurement.TakeAsync(new Planted(text => text.Contains("bad", StringComparison.Ordinal)), "a bad text"u8.ToArray());

        Assert.Equal("law: nothing is bad", measured.Failure);
    }

    [Fact]
    public async Task Any_other_exception_is_a_failure_too()
    {
        var measured = await Measurement.TakeAsync(new Planted(_ => throw new InvalidOperationException()), []);

        Assert.StartsWith("InvalidOperationException", measured.Failure);
    }

    [Fact]
    public async Task An_input_is_cut_down_to_what_breaks_the_law()
    {
        Planted target = new(text => text.Contains('x', StringComparison.Ordinal) && text.Contains('y', StringComparison.Ordinal));

        var shortest = await Minimiser.ShrinkAsync(Encoding.UTF8.GetBytes(new string('a', 500) + "x" + new string('b', 300) + "y"), async input =>
            (await Measurement.TakeAsync(target, input)).Failure is not null);

        Assert.Equal("xy"u8.ToArray(), shortest);
    }

    [Fact]
    public void The_same_seed_makes_the_same_inputs()
    {
        Assert.Equal(Inputs(7), Inputs(7));
        Assert.NotEqual(Inputs(7), Inputs(8));
    }

    [Fact]
    public void Inputs_stay_within_their_length() => Assert.All(Inputs(1), input => Assert.InRange(Convert.FromHexString(input).Length, 0, 2 * 1024 * 1024));

    private static List<string> Inputs(int seed)
    {
        Mutator mutator = new(new Random(seed), ["FROM ", "{{", "\n"]);
        List<string> made = ["00"];
        for (var i = 0; i < 500; i++) made.Add(Convert.ToHexString(mutator.Mutate(Convert.FromHexString(made[^1]), Convert.FromHexString(made[i / 2]))));
        return made;
    }

    private sealed class Planted(Func<string, bool> isBad) : Target("planted")
    {
        internal override IReadOnlyList<string> Pieces => [];

        internal override Task ReadAsync(byte[] input)
        {
            Require(!isBad(Text(input)), "nothing is bad");
            return Task.CompletedTask;
        }
    }
}
