using System.Runtime.InteropServices;
using System.Text;
using Archway.Cli;
using Archway.Cli.Terminal;
using Microsoft.Win32.SafeHandles;

#pragma warning disable RS0030 // This file alone touches the console; everything else is handed writers.
// Never disposed: a signal may come when all is done, and still finds it.
CancellationTokenSource stop = new();
PosixSignal? heard = null;
long heardAt = 0;
// Kept alive to the end of the process. A pipeline that is cancelled sends SIGTERM, a terminal that is closed SIGHUP.
PosixSignalRegistration[] signals =
[
    PosixSignalRegistration.Create(PosixSignal.SIGINT, Hear), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hear),
    PosixSignalRegistration.Create(PosixSignal.SIGHUP, Hear), PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Hear),
];

try
{
    // The command flushes it and says where that fails; disposing it would try once more.
    StreamWriter output = new(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 32 * 1024);
    var exit = await CommandLine.RunAsync(args, new()
    {
        Output = output,
        Error = Console.Error,
        // Console.In would make the terminal ready for a dialogue.
        Input = new StreamReader(Console.OpenStandardInput()),
        OpenInput = Console.OpenStandardInput,
        OpenOutput = Console.OpenStandardOutput,
        OutputWidth = Console.IsOutputRedirected ? null : WidthOf(),
        ErrorWidth = Console.IsErrorRedirected ? null : WidthOf(),
        Variable = Environment.GetEnvironmentVariable,
        VariableNames = [.. Environment.GetEnvironmentVariables().Keys.Cast<string>()],
        WorkingFolder = FolderOf(),
        Time = TimeProvider.System,
    }, stop.Token);
    GC.KeepAlive(signals);
    return exit == ExitCodes.Stopped && heard is { } signal ? ExitCodes.StoppedBy(signal) : exit;
}
catch (Exception fault)
{
    Console.Error.WriteLine(
        $"archway: {(fault is DirectoryNotFoundException ? "" : "this is a fault of archway itself, please report it: ")}{SafeText.Clean(fault.Message)}");
    return ExitCodes.Failed;
}

void Hear(PosixSignalContext context)
{
    // The first one lets the command end cleanly; a later one ends the process. What ends a job tells the program and its whole group, which is one wish.
    context.Cancel = true;
    if (Interlocked.CompareExchange(ref heardAt, TimeProvider.System.GetTimestamp(), 0) == 0)
    {
        heard = context.Signal;
        stop.Cancel();
    }
    else if (TimeProvider.System.GetElapsedTime(heardAt) > TimeSpan.FromSeconds(1))
    {
        Thread word = new(SayStopped) { IsBackground = true };
        word.Start();
        word.Join(TimeSpan.FromMilliseconds(200));
        Environment.Exit(ExitCodes.StoppedBy(context.Signal));
    }
}

// The console's own writers wait for each other, and one of them may be what does not end.
static void SayStopped()
{
    if (OperatingSystem.IsWindows()) return;
    using FileStream error = new(new SafeFileHandle(2, ownsHandle: false), FileAccess.Write, bufferSize: 0);
    error.Write(Encoding.UTF8.GetBytes(CommandLine.StoppedMessage + "\n"));
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
