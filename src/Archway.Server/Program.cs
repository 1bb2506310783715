using System.Runtime.InteropServices;
using Archway.Server;

#pragma warning disable RS0030 // This file alone touches the console.
using CancellationTokenSource stop = new();
// The first one lets reviews end; what comes after it goes the usual way, and ends the process.
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hear);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Hear);
return await CommandLine.RunAsync(args, new()
{
    Output = Console.Out,
    Error = Console.Error,
    Variable = Environment.GetEnvironmentVariable,
    VariableNames = [.. Environment.GetEnvironmentVariables().Keys.Cast<string>()],
}, stop.Token);

void Hear(PosixSignalContext context)
{
    if (stop.IsCancellationRequested) return;
    context.Cancel = true;
    stop.Cancel();
}
