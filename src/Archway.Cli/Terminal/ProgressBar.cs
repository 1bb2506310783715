using Archway.Scanning;
using Spectre.Console;

namespace Archway.Cli.Terminal;

/// <summary>The progress of a scan on a terminal; nothing elsewhere.</summary>
internal static class ProgressBar
{
    /// <summary>Does the work while its progress is drawn beside it, on the terminal that messages go to.</summary>
    internal static async Task<T> WhileAsync<T>(Surroundings surroundings, bool quiet, Func<IProgress<ScanProgress>?, Task<T>> work)
    {
        if (quiet || surroundings.ErrorWidth is null) return await work(null);
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(surroundings.Error), Interactive = InteractionSupport.Yes });
        if (!string.IsNullOrEmpty(surroundings.Variable("NO_COLOR"))) console.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
        return await console.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context => work(new Drawing(context.AddTask("reading", maxValue: 1).IsIndeterminate())));
    }

    private sealed class Drawing(ProgressTask task) : IProgress<ScanProgress>
    {
        public void Report(ScanProgress value)
        {
            lock (task)
            {
                if (value.Images is not { } images)
                {
                    task.Description = $"reading files: {value.FilesRead}";
                    return;
                }

                task.IsIndeterminate(false);
                task.MaxValue = Math.Max(1, images);
                // Answers arrive from several threads; the bar never goes back.
                task.Value = Math.Max(task.Value, value.ImagesAsked);
                task.Description = $"asking for images: {task.Value:0} of {images}";
            }
        }
    }
}
