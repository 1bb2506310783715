using Archway.CatalogCompiler;

#pragma warning disable RS0030 // A tool of the build speaks to it over the console.
if (args is not [var folder, var target])
{
    Console.Error.WriteLine("usage: Archway.CatalogCompiler FOLDER TARGET");
    return 2;
}

try
{
    using MemoryStream compiled = new();
    CatalogWriter.WriteFolder(folder, compiled);
    File.WriteAllBytes(target, compiled.ToArray());
    return 0;
}
catch (InvalidDataException problem)
{
    // The form in which compilers name a place, so that the build shows it as its own error.
    Console.Error.WriteLine(problem.Message);
    return 1;
}
