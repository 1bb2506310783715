using Archway.Judging;
using Spectre.Console;

namespace Archway.Cli.Terminal;

/// <summary>The colours of the reports; every colour stands beside a word that says the same.</summary>
internal static class Styles
{
    internal static Style Faint { get; } = new(decoration: Decoration.Dim);

    internal static Style Strong { get; } = new(decoration: Decoration.Bold);

    internal static Style Of(ImageStatus status) => new(status switch
    {
        ImageStatus.Broken or ImageStatus.Blocked => Color.Red,
        ImageStatus.Missing => Color.Fuchsia,
        ImageStatus.Unknown or ImageStatus.Suspect => Color.Yellow,
        ImageStatus.Update or ImageStatus.Rebuild => Color.Aqua,
        _ => Color.Green,
    }, decoration: Decoration.Bold);
}
