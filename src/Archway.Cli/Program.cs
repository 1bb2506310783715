using System.Text;
using Archway.Cli;

#pragma warning disable RS0030 // This file alone touches the console; everything else is handed writers.
// Never disposed: a signal may come when all is done, and still finds it.
CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl-C lets the command end cleanly; a second one ends the process.
    pressed.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};

UTF8Encoding utf8 = new(encoderShouldEmitUTF8Identifier: false);
await using StreamWriter output = new(Console.OpenStandardOutput(), utf8, bufferSize: 32 * 1024);
return await CommandLine.RunAsync(args, new()
{
    Output = output,
    Error = Console.Error,
    Input = Console.In,
    OutputWidth = Console.IsOutputRedirected ? null : WidthOf(),
    ErrorWidth = Console.IsErrorRedirected ? null : WidthOf(),
    Variable = Environment.GetEnvironmentVariable,
    WorkingFolder = Environment.CurrentDirectory,
    Time = TimeProvider.System,
}, stop.Token);

// A terminal that does not tell its width is taken for the customary one.
static int WidthOf() => Console.WindowWidth is > 20 and var width ? width : 80;
