using System.Text;
using Archway.Fixing;
using Archway.Judging;
using Archway.Judging.Sources;
using Archway.Knowing;
using Archway.Oci.Platforms;
using Archway.Reading;
using Archway.Reading.Tree;

namespace Archway.Fuzz.Readers;

/// <summary>A file of a scanned tree: its path in the first line, its bytes behind it.</summary>
/// <remarks>
/// Images and findings lie where they are said to, each image is one or has a reason, fixes stay within their file, and the same file is read the same
/// twice.
/// </remarks>
internal abstract class FileTarget(string name, string usualPath, Func<string, bool> isOfKind) : Target(name)
{
    private static readonly string EmptyFolder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "archway-fuzz-empty")).FullName;

    // Commands are read too: whoever asks for them gives them the same hostile files.
    private const int LongestSentence = 2000;
    private static readonly ReadingOptions Options = new() { IncludeCommands = true };
    private static readonly IReadOnlyList<IFileFormat> Formats = FileFormats.For(Options);

    private readonly SourceTree _tree = new(EmptyFolder);

    internal override byte[]? SeedOf(string path, byte[] content)
    {
        var name = path.Length == 0 ? usualPath : path;
        return isOfKind(name) && (path.Length > 0 || MayBe(Text(content))) ? [.. Bytes(name + "\n"), .. content] : null;
    }

    internal override Task ReadAsync(byte[] input)
    {
        var (path, text) = Split(input);
        if (text is null) return Task.CompletedTask;
        var first = Read(new SourceText(path, text));
        // Twice the work for what seldom differs: an input in eight, told by itself so that it fails again.
        if (input.Length % 8 == 0) Require(first == Read(new SourceText(path, text)), "a file is read the same twice");
        return Task.CompletedTask;
    }

    /// <summary>Whether a text that a test reads is perhaps of this kind.</summary>
    protected abstract bool MayBe(string text);

    private (string Path, string? Text) Split(byte[] input)
    {
        var end = input.AsSpan().IndexOf((byte)'\n');
        var path = end is > 0 and < 200 ? Text(input[..end]) : "";
        // A mutated name is as good as any, where it leads anywhere.
        if (SourceTree.Normalise(path) is not { Length: > 0 } name || !Formats.Any(format => format.Wants(name) || format.MayBe(name))) name = usualPath;
        return (name, TextBytes.Decode(input.AsSpan(end + 1)));
    }

    private string Read(SourceText source)
    {
        _tree.Forget();
        // Formats remember what files of one folder declare.
        var formats = FileFormats.For(Options);
        RuleContext context = new([Platform.Parse("linux/arm64")], Catalog.Embedded);
        StringBuilder told = new();
        var lines = source.Text.Count(one => one == '\n') + 1;
        foreach (var item in SourceReader.Known(source, _tree, formats)?.Read(source, _tree, CancellationToken.None) ?? [])
        {
            if (item is SourceItem.Unparsed unparsed)
            {
                Require(unparsed.Line >= 1 && unparsed.Line <= lines, "what is unparsed has a line of the file");
                Require(unparsed.Problem.Length is > 0 and < LongestSentence, "what is unparsed has a sentence that says why");
                told.Append(unparsed.Line).Append(unparsed.Problem);
            }

            if (item is not SourceItem.Document { Content: var document }) continue;
            foreach (var found in document.Occurrences)
            {
                Require(found.Image is null != found.Reason is null, "an occurrence is an image or has a reason");
                Require(found.Reason?.Length is not > LongestSentence, "a reason is a sentence");
                Require(found.At.File != source.Path || LiesIn(source, found.At), "an occurrence lies in its file");
                told.Append(found.At).Append(found.Written).Append(found.Image).Append(found.Reason);
                told.Append(found.Workload).Append(found.Container).Append(found.Platform);
            }

            var findings = Findings.In(document, context).Select(found => found.Finding).Where(finding => finding.At.File == source.Path).ToArray();
            foreach (var finding in findings)
            {
                Require(LiesIn(source, finding.At), "a finding lies in its file");
                Require(finding.Message.Length is > 0 and < LongestSentence, "a finding has a sentence");
                Require(finding.Fix is not { } fix || fix.Edits.All(edit => edit.Start >= 0 && edit.Length >= 0 && edit.End <= source.Text.Length), "a fix stays within its file");
                told.Append(finding.Rule).Append(finding.At).Append(finding.Message);
            }

            if (findings.Length > 0 && ReferenceEquals(document.Source, source)) told.Append(FixedText.Of(source.Text, findings).Text);
            foreach (var build in document.Builds)
            {
                Require(build.At.File != source.Path || LiesIn(source, build.At), "a build lies in its file");
                told.Append(build);
            }
        }

        return told.ToString();
    }

    private static bool LiesIn(SourceText source, SourceSpan at)
    {
        if (at.Line < 1 || at.Column < 1 || at.Length < 0) return false;
        try
        {
            _ = source.TextAt(at);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException)
        {
            return false;
        }
    }
}
