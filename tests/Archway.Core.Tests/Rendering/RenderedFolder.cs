using Archway.Core.Tests.Reading.Tree;
using Archway.Reading;
using Archway.Rendering;
using Xunit;

namespace Archway.Core.Tests.Rendering;

/// <summary>A tree and the programs that render it, each a shell script that the test writes, or the real one of this machine.</summary>
internal sealed class RenderedFolder : IDisposable
{
    private readonly Folder _programs = new();

    internal Folder Tree { get; } = new();

    /// <summary>A folder that scripts may write to by its absolute path.</summary>
    internal Folder Notes { get; } = new();

    internal Dictionary<string, string> Variables { get; } = [];

    /// <summary>The programs of this machine.</summary>
    internal static string RealPath => Environment.GetEnvironmentVariable("PATH") ?? "";

    internal RenderedFolder With(string path, string text = "")
    {
        Tree.With(path, text);
        return this;
    }

    /// <summary>A stand-in: what follows <c>#!/bin/sh</c>; its PATH is empty, so it names programs in full.</summary>
    internal RenderedFolder Program(string name, string script)
    {
        _programs.With(name, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_programs.On(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return this;
    }

    /// <summary>A stand-in that writes what the real program wrote when it was recorded.</summary>
    internal RenderedFolder Recorded(string name, string output)
    {
        Notes.With(name + ".txt", output);
        return Program(name, $"exec /bin/cat '{Notes.On(name + ".txt")}'");
    }

    internal async Task<RenderedTree> RenderAsync(RenderingOptions? options = null, CancellationToken? cancellationToken = null)
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "/bin/sh is not here to run the stand-ins");
        SourceTree tree = new(Tree.Path);
        var items = Tree.Read().ToArray();
        var places = items.OfType<SourceItem.Document>().SelectMany(document => document.Content.Occurrences).ToArray();
        Renderer renderer = new(options ?? Options());
        return await renderer.RenderAsync(tree, [.. items.OfType<SourceItem.File>().Select(file => file.Path)], places,
            cancellationToken ?? TestContext.Current.CancellationToken);
    }

    internal RenderingOptions Options() => new()
    {
        Variable = name => name == "PATH" ? Variables.GetValueOrDefault(name, _programs.Path) : Variables.GetValueOrDefault(name),
        Time = TimeProvider.System,
    };

    /// <summary>The places as <c>file:line:column written → image (kind)</c>, those that a render told only.</summary>
    internal static string[] Told(RenderedTree rendered) =>
    [
        .. rendered.Places.Where(place => place.Kind is OccurrenceKind.RenderedHelm or OccurrenceKind.RenderedKustomize)
            .Select(place => $"{place.At.File}:{place.At.Line}:{place.At.Column} {place.Written} → {place.Image}"),
    ];

    internal static string[] Problems(RenderedTree rendered) => [.. rendered.NotRendered.Select(one => $"{one.File}: {one.Problem}")];

    public void Dispose()
    {
        _programs.Dispose();
        Notes.Dispose();
        Tree.Dispose();
    }
}
