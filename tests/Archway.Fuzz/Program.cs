using System.Runtime.CompilerServices;
using Archway.Fuzz;

// archway-fuzz [--seconds N] [--seed S] [--seeds FOLDER] [TARGET…]; the readers are rewritten before the first of their types is loaded.
var isWorker = args is ["--worker", ..];
if (!isWorker) Instrumentation.Add();
#pragma warning disable RS0030 // This is the program whose output it is.
return await RunAsync(args, Console.Out);
#pragma warning restore RS0030

[MethodImpl(MethodImplOptions.NoInlining)]
static Task<int> RunAsync(string[] args, TextWriter output) => Campaign.RunAsync(args, output);
