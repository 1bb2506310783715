using System.CommandLine;
using Archway.Cli.Reports.Fleets;

namespace Archway.Cli.Commands;

/// <summary><c>archway report DIR|JSON…</c></summary>
internal static class ReportCommand
{
    internal static Command Create(Surroundings surroundings)
    {
        Argument<string[]> files = new("file") { Description = "Reports that archway scan --format json wrote, or folders of them; - is standard input.", Arity = ArgumentArity.OneOrMore };
        var quiet = Arguments.Quiet();
        ReportOptions.Surface reports = new(FleetForm.Names);
        TaughtCommand command = new("report", "Joins saved scans of many repositories and clusters into one page, with how it went.",
            """
            What a scan is of is told by its place below what is named, without the date in it: scans/shop/2026-11-23.json and scans/shop-2026-11-23.json are of
            shop. Of each the latest counts, and the earlier ones are the trend. Without a date in its name a file is as old as it says.

            Examples:
              archway scan k8s:prod -o json=scans/prod-2026-11-23.json
              archway report scans > fleet.html
              archway report scans -o html=fleet.html -o json=fleet.json --format table
              archway report shop.json payments.json --format markdown
            """) { files, quiet };
        foreach (var option in reports.All) command.Options.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = reports.Read(parsed, surroundings);
            SavedScans scans = new(surroundings);
            var fleet = await scans.JoinAsync(parsed.GetRequiredValue(files), cancellationToken);
            if (!parsed.GetValue(quiet)) foreach (var note in scans.Notes) await surroundings.Error.WriteLineAsync($"archway: {Terminal.SafeText.Clean(note)}");
            options.Write((form, output) => FleetForm.Write(form, fleet, output), form => FleetForm.WriteTo(surroundings, form, fleet), surroundings);
            return ExitCodes.Done;
        });
        return command;
    }
}
