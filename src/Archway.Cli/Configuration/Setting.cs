using System.Collections.Immutable;

namespace Archway.Cli.Configuration;

/// <summary>What an option is to be, said elsewhere than on the command line.</summary>
/// <param name="Option">The option as it would be typed: <c>--give-up-after</c>.</param>
/// <param name="Values">Its values as they would be typed; at least one.</param>
/// <param name="Origin">Where it is said, for who has to mend it.</param>
internal sealed record Setting(string Option, ImmutableArray<string> Values, string Origin);
