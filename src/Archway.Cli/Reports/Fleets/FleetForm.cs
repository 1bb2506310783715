using System.Text.Json;
using Archway.Cli.Reports.Json;
using Archway.Cli.Terminal;
using Archway.Fleets;

namespace Archway.Cli.Reports.Fleets;

/// <summary>The forms that a fleet can be written in.</summary>
internal static class FleetForm
{
    /// <summary>Their names, the usual one first.</summary>
    internal static string[] Names { get; } = ["html", "json", "markdown", "table"];

    /// <summary>Writes a fleet in a form.</summary>
    internal static void Write(string form, FleetDocument fleet, TextWriter output)
    {
        switch (form)
        {
            case "html": FleetPage.Write(fleet, output); break;
            case "json": WriteJson(fleet, output); break;
            case "markdown": FleetMarkdown.Write(fleet, output); break;
            default: FleetTable.Write(fleet, new Screen(output, width: null, colours: false)); break;
        }
    }

    /// <summary>Writes it to standard output, as wide and colourful as that is.</summary>
    internal static void WriteTo(Surroundings surroundings, string form, FleetDocument fleet)
    {
        if (form == "table") FleetTable.Write(fleet, new Screen(surroundings));
        else Write(form, fleet, surroundings.Output);
    }

    private static void WriteJson(FleetDocument fleet, TextWriter output)
    {
        using JsonLines lines = new(output);
        JsonSerializer.Serialize(lines, fleet, FleetJson.Default.FleetDocument);
        lines.End();
    }
}
