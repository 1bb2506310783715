using System.CommandLine;
using Archway.Verifying;

namespace Archway.Cli.Commands;

/// <summary><c>--verify</c>, which may have a value behind an equals sign and none behind a space.</summary>
internal static class VerifyOption
{
    private const string Name = "--verify";

    internal static Option<string?> Create() => new Option<string?>(Name)
    {
        Description = "Read the layers of every image and prove that its binaries are for the platform; =entrypoint reads only what tells what starts.",
        HelpName = "all|entrypoint",
    }.AcceptOnlyFromAmong("all", "entrypoint");

    /// <summary>The arguments with the value that a lone <c>--verify</c> stands for: the word behind it is another argument.</summary>
    internal static IReadOnlyList<string> Complete(IReadOnlyList<string> arguments)
    {
        var options = arguments.TakeWhile(argument => argument != "--").Count();
        return [.. arguments.Select((argument, i) => argument == Name && i < options ? $"{Name}=all" : argument)];
    }

    internal static ContentWish? Read(string? value, ReadingProgress? progress) =>
        value is null ? null : new(value == "all" ? ReadingExtent.All : ReadingExtent.Entrypoint, progress);
}
