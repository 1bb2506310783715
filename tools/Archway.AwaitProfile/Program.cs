using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Archway.AwaitProfile;

#pragma warning disable RS0030 // A tool of the build speaks to it over the console.
if (args is not [var folder, var target])
{
    Console.Error.WriteLine("usage: Archway.AwaitProfile FOLDER TARGET");
    return 2;
}

ProfileWriter profile = new();
foreach (var file in Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal))
{
    using PEReader program = new(File.OpenRead(file));
    if (program.HasMetadata) AwaitReader.Read(program.GetMetadataReader(), profile);
}

profile.Save(target);
return 0;
