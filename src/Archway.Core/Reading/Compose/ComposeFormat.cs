using System.Collections.Immutable;
using Archway.Reading.Data;

namespace Archway.Reading.Compose;

/// <summary>Compose files, by whatever name: a mapping <c>services</c> whose members have an image or a build.</summary>
internal sealed class ComposeFormat : IDataFormat
{
    public bool Recognises(SourceText source, DataNode root) =>
        root["kind"] is null && (Services(root).Any(IsService) || (Services(root).IsEmpty && root["include"] is DataSequence && IsNamedCompose(source.Name)));

    public void Read(DataNode root, ReadingContext context)
    {
        ComposeFile file = new(context.Source, root, context.Tree);
        // In a folder every file is read for itself, and an image that is inherited from another is an occurrence there. A file alone brings its own.
        var isAlone = context.Tree.OnlyFile is not null;
        HashSet<ImageBuild> builds = [];
        foreach (var service in isAlone ? file.Services.Concat(file.Included.SelectMany(included => included.Services)) : file.Services)
        {
            if (service.Build is { } own && own.File == file) ComposeBuildImages.Add(service.Name, own, context);
            var build = service.Build is { } written ? Build(written) : null;
            if (service.Image is { Node: DataScalar image })
            {
                var at = new ReadingContext(service.Image.File.Source, context.Tree).At(image);
                if (isAlone || service.Image.File == file) context.Add(Occurrence(service, image, at));
                build = build is null ? null : build with { At = at, Name = service.Image.File.Fill(image).Value ?? image.Value };
            }

            if (build is not null) builds.Add(build);
        }
        context.Builds.AddRange(builds);
        foreach (var path in file.Unread)
            context.Problems.Add(new(
                context.At(path), $"it leads to '{path.Value}', which is no file that can be read within the scanned folder; the images there are not seen"));
    }

    private static ImmutableArray<DataMember> Services(DataNode root) => root["services"]?.Members ?? [];

    private static bool IsService(DataMember member) =>
        member.Value["image"] is DataScalar || member.Value["build"] is not null || member.Value["extends"] is not null;

    private static bool IsNamedCompose(string name) => name.Contains("compose", StringComparison.OrdinalIgnoreCase);

    private static ImageOccurrence Occurrence(ComposeService service, DataScalar image, SourceSpan at) =>
        ReadingContext.Occurrence(at, image.Value, service.Image!.File.Fill(image), OccurrenceKind.ComposeImage) with
        {
            Workload = service.Name,
            Platform = service.Platform is { } platform ? platform.File.Fill(platform.Node).Value ?? platform.Node.Text : null,
            Gpu = service.Gpu,
        };

    private static ImageBuild Build(ComposeValue build) =>
        new(build.File.Source.Span(build.Node.Start, 0), null, Dockerfile(build)) { Inputs = ComposeInputs.Of(build) };

    /// <summary>The Dockerfile of a build: within its context unless said otherwise, the context within the folder of the Compose file.</summary>
    private static string? Dockerfile(ComposeValue build)
    {
        var (node, file) = (build.Node, build.File);
        if (node["dockerfile_inline"] is not null) return null;
        var folder = file.PathOf(node is DataScalar ? node : node["context"], file.Source.Folder);
        if (folder is null) return null;
        return node["dockerfile"] is { } dockerfile ? file.PathOf(dockerfile, folder) : ComposeFile.Join(folder, "Dockerfile");
    }
}
