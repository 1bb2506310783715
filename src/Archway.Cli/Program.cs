using System.Runtime.InteropServices;
using System.Text;
using Archway.Cli;
using Archway.Cli.Terminal;

#pragma warning disable RS0030 // This file alone touches the console; everything else is handed writers.
// Never disposed: a signal may come when all is done, and still finds it.
CancellationTokenSource stop = new();
// The console's own event would first make the terminal ready to be read from, which nothing here needs.
using var interrupts = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
{
    // The first Ctrl-C lets the command end cleanly; a second one ends the process.
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
});

try
{
    // The command flushes it and says where that fails; disposing it would try once more.
    StreamWriter output = new(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 32 * 1024);
    return await CommandLine.RunAsync(args, new()
    {
        Output = output,
        Error = Console.Error,
        Input = Console.In,
        OutputWidth = Console.IsOutputRedirected ? null : WidthOf(),
        ErrorWidth = Console.IsErrorRedirected ? null : WidthOf(),
        Variable = Environment.GetEnvironmentVariable,
        VariableNames = [.. Environment.GetEnvironmentVariables().Keys.Cast<string>()],
        WorkingFolder = FolderOf(),
        Time = TimeProvider.System,
    }, stop.Token);
}
catch (Exception fault)
{
    Console.Error.WriteLine(
        $"archway: {(fault is DirectoryNotFoundException ? "" : "this is a fault of archway itself, please report it: ")}{SafeText.Clean(fault.Message)}");
    return ExitCodes.Failed;
}

// A terminal that does not tell its width is taken for the customary one.
static int WidthOf() => Console.WindowWidth is > 20 and var width ? width : 80;

static string FolderOf()
{
    try
    {
        return Environment.CurrentDirectory;
    }
    catch (FileNotFoundException)
    {
        throw new DirectoryNotFoundException("the folder it was started in is gone; change to one that exists");
    }
}
