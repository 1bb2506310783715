using Archway.Bench;

#pragma warning disable RS0030 // A bench prints what it measured.
// Every figure is a ratio of two medians taken in turn in one run: absolute times of a shared machine mean little.
var isStrict = args.Contains("--strict");
Dictionary<string, Func<Task<IReadOnlyList<Row>>>> figures = new(StringComparer.Ordinal)
{
    ["start"] = StartUp.MeasureAsync,
    ["registry"] = RegistryScan.MeasureAsync,
    ["content"] = ContentReading.MeasureAsync,
    ["assembling"] = Assembling.MeasureAsync,
    ["yaml"] = () => Task.FromResult(YamlReading.Measure()),
    ["admission"] = Admission.MeasureAsync,
    ["placing"] = () => Task.FromResult(PodPlacing.Measure()),
};
var wanted = args.Where(argument => argument != "--strict").ToArray();
if (wanted.FirstOrDefault(name => !figures.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"there are no figures '{unknown}'; there are {string.Join(", ", figures.Keys)}, and --strict to answer 1 when a bound is missed");
    return 2;
}

Console.WriteLine("| figure | ours | beside it | measured | bound | |");
Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
var missed = false;
foreach (var (_, measure) in figures.Where(figure => wanted.Length == 0 || wanted.Contains(figure.Key)))
{
    foreach (var row in await measure())
    {
        Console.WriteLine(row);
        missed |= row.IsMet is false;
    }
}

return missed && isStrict ? 1 : 0;
