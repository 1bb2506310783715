namespace Archway.Verifying.Binaries;

/// <summary>A text that names the program which runs it: <c>#!/bin/sh -e</c>.</summary>
/// <param name="Interpreter">The path of that program: <c>/usr/bin/env</c>.</param>
/// <param name="Argument">What stands behind it, as one text, which is how Linux passes it on; null when nothing does.</param>
/// <param name="Program">What is run in the end: <c>python3</c> for <c>/usr/bin/env -S python3 -u</c>, else the interpreter; null when env names none.</param>
public sealed record ScriptFile(string Interpreter, string? Argument, string? Program) : FileContent;
