using Archway.Cli.Reports;
using Archway.Scanning;
using Archway.Verifying;
using Spectre.Console;

namespace Archway.Cli.Terminal;

/// <summary>The progress of a scan on a terminal; nothing elsewhere.</summary>
internal static class ProgressBar
{
    /// <summary>Does the work while its progress is drawn beside it, on the terminal that messages go to.</summary>
    internal static async Task<T> WhileAsync<T>(Surroundings surroundings, bool quiet, Func<IWorkProgress?, Task<T>> work)
    {
        if (quiet || surroundings.ErrorWidth is null) return await work(null);
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(surroundings.Error), Interactive = InteractionSupport.Yes });
        if (!string.IsNullOrEmpty(surroundings.Variable("NO_COLOR"))) console.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
        return await console.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context => work(new Drawing(context)));
    }

    private sealed class Drawing : IWorkProgress
    {
        private readonly ProgressContext _context;
        private readonly ProgressTask _asking;
        private ProgressTask? _bytes;

        internal Drawing(ProgressContext context)
        {
            _context = context;
            _asking = context.AddTask("reading", maxValue: 1).IsIndeterminate();
            Bytes = new ReadingProgress((read, total) => ReportBytes("reading layers", read, total));
        }

        public ReadingProgress Bytes { get; }

        public void Report(ScanProgress value)
        {
            lock (_asking)
            {
                if (value.Images is not { } images)
                {
                    _asking.Description = $"reading files: {value.FilesRead}";
                    return;
                }

                _asking.IsIndeterminate(false);
                _asking.MaxValue = Math.Max(1, images);
                // Answers arrive from several threads; the bar never goes back.
                _asking.Value = Math.Max(_asking.Value, value.ImagesAsked);
                _asking.Description = $"asking for images: {_asking.Value:0} of {images}";
            }
        }

        // How much there is to read grows as images are found.
        public void ReportBytes(string doing, long done, long total)
        {
            lock (_asking)
            {
                _bytes ??= _context.AddTask(doing, maxValue: 1);
                _bytes.MaxValue = Math.Max(1, total);
                _bytes.Value = done;
                _bytes.Description = $"{doing}: {Words.Size(done)} of {Words.Size(total)}";
            }
        }
    }
}

/// <summary>Hears how far the work is.</summary>
internal interface IWorkProgress : IProgress<ScanProgress>
{
    /// <summary>Hears how many bytes of layers are read.</summary>
    ReadingProgress Bytes { get; }

    /// <summary>Hears how many bytes went through, of how many that are known by now.</summary>
    void ReportBytes(string doing, long done, long total);
}
