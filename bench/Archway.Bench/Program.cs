using Archway.Bench;

#pragma warning disable RS0030 // A bench prints what it measured.
// Every figure is a ratio of two medians taken in turn in one run: absolute times of a shared machine mean little.
Console.WriteLine("| figure | ours | floor | ratio |");
Console.WriteLine("| --- | --- | --- | --- |");
Console.WriteLine(YamlReading.Measure());
