using System.Globalization;
using System.Text;
using System.Xml;
using Archway.Cli.Reports.Json;
using Archway.Cli.Terminal;
using Archway.Judging;

namespace Archway.Cli.Reports;

/// <summary>JUnit's XML, which every CI service shows: one test an image and platform, and one a finding about the sources.</summary>
/// <remarks>
/// What does not run fails, and so does a blocker in the sources; what could not be told is an error, since it is no success; an image that is let be
/// wherever it is used is skipped. Nothing is written that Jenkins' schema refuses.
/// </remarks>
internal static class JUnitReport
{
    private const int PlacesShown = 10;

    internal static void Write(ScanDocument scan, TextWriter output)
    {
        StringBuilder text = new();
        using (var xml = XmlWriter.Create(text, new() { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true })) WriteSuites(xml, scan);
        // Neither mark stands in XML but within a text or an attribute.
        output.WriteLine(RunnerCommands.Disarm(text.ToString(), mark => $"&#{(int)mark};"));
    }

    private static void WriteSuites(XmlWriter xml, ScanDocument scan)
    {
        var (counting, letBe) = (OfImages(scan.Findings), OfImages(scan.Suppressed ?? []));
        var cases = scan.Images.SelectMany(image => image.Targets.Select(target => (Image: image, Target: target,
            LetBe: ReasonOf(letBe[(image.Image, target.Platform)], counting[(image.Image, target.Platform)])))).ToArray();
        var sources = scan.Findings.Where(finding => Findings.SourceRules.Contains(finding.Rule)).ToArray();
        var doubts = Doubts(scan).ToArray();
        var places = scan.PlacesByImage();
        xml.WriteStartElement("testsuites");
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", "archway");
        xml.WriteAttributeString("tests", Number(cases.Length + sources.Length + doubts.Length));
        xml.WriteAttributeString("failures", Number(cases.Count(one => one.LetBe is null && Fails(one.Target.Status)) + sources.Count(Fails)));
        xml.WriteAttributeString("errors", Number(cases.Count(one => one.LetBe is null && one.Target.Status == ImageStatus.Unknown) + doubts.Length));
        foreach (var (image, target, reason) in cases) WriteCase(xml, image, target, reason, [.. places[image.Image]]);
        foreach (var finding in sources) WriteFinding(xml, finding, scan.Target.Length > 1 ? finding.Platform : null);
        foreach (var (kind, name, problem) in doubts) WriteDoubt(xml, kind, name, problem);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, ImageJson image, TargetJson target, string? letBe, OccurrenceJson[] places)
    {
        StartCase(xml, target.Platform, image.Image);
        var text = string.Join("; ", [Words.Because(target), .. image.Advice]);
        var used = places.Take(PlacesShown).Select(place => $"used at {Words.Spot(place)}  {Words.Use(place)}".TrimEnd())
            .Concat(places.Length > PlacesShown ? [$"and {places.Length - PlacesShown} more"] : []);
        if (letBe is not null)
        {
            xml.WriteStartElement("skipped");
            xml.WriteAttributeString("message", Clean($"{Words.Of(target.Status)}, let be: {letBe}"));
            xml.WriteEndElement();
        }
        else if (Fails(target.Status) || target.Status == ImageStatus.Unknown)
            WriteProblem(xml, Fails(target.Status) ? "failure" : "error", Words.Of(target.Status), text, [.. image.Advice.Prepend(target.Because), .. used]);
        else
            xml.WriteElementString("system-out", Lines([$"{Words.Of(target.Status)}: {text}", .. used]));
        xml.WriteEndElement();
    }

    private static ILookup<(string?, string?), FindingJson> OfImages(IEnumerable<FindingJson> findings) =>
        findings.Where(finding => !Findings.SourceRules.Contains(finding.Rule)).ToLookup(finding => (finding.Image, finding.Platform));

    // Why an image is let be, when nothing as heavy is said of it at any other place.
    private static string? ReasonOf(IEnumerable<FindingJson> letBe, IEnumerable<FindingJson> counting) =>
        letBe.MaxBy(finding => finding.Severity) is { } heaviest && counting.All(finding => finding.Severity < heaviest.Severity) ? heaviest.Suppression?.Reason : null;

    private static void WriteFinding(XmlWriter xml, FindingJson finding, string? platform)
    {
        StartCase(xml, finding.Rule, string.Create(CultureInfo.InvariantCulture,
            $"{finding.File}:{finding.Line}:{finding.Column}{(platform is null ? "" : " on " + platform)}"));
        string[] lines = finding.Fix is { } fix ? [finding.Message, Words.Settled(fix)] : [finding.Message];
        if (Fails(finding)) WriteProblem(xml, "failure", Words.Of(finding.Severity), finding.Message, lines);
        else xml.WriteElementString("system-out", Lines([$"{Words.Of(finding.Severity)}: {finding.Message}", .. lines[1..]]));
        xml.WriteEndElement();
    }

    // Whoever looks only at the tests must not take what was not read for what runs.
    private static IEnumerable<(string Kind, string Name, string Problem)> Doubts(ScanDocument scan) =>
    [
        .. scan.Unresolved.Select(place => ("unresolved", Words.Spot(place), $"cannot tell which image '{place.Written}' is: {place.Reason}")),
        .. scan.Unparsed.Select(file => ("unparsed", string.Create(CultureInfo.InvariantCulture, $"{Words.Spot(file.File, file.Line)}"), file.Problem)),
        .. (scan.NotRendered ?? []).Select(source => ("not rendered", source.File, source.Problem)),
    ];

    private static void WriteDoubt(XmlWriter xml, string kind, string name, string problem)
    {
        StartCase(xml, kind, name);
        WriteProblem(xml, "error", kind, problem, [problem]);
        xml.WriteEndElement();
    }

    private static void StartCase(XmlWriter xml, string kind, string name)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Clean(kind));
        xml.WriteAttributeString("name", Clean(name));
    }

    // Some services show the message, others the text alone.
    private static void WriteProblem(XmlWriter xml, string element, string type, string message, IEnumerable<string> lines)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("message", Clean(message));
        xml.WriteString(Lines(lines));
        xml.WriteEndElement();
    }

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Select(Clean));

    private static bool Fails(ImageStatus status) => status.DoesNotRun() || status == ImageStatus.Suspect;

    private static bool Fails(FindingJson finding) => finding.Severity == Severity.Blocker;

    // XML has no place for control characters at all, nor for half a surrogate pair.
    private static string Clean(string text) =>
        string.Concat(SafeText.WriteOut(text).Select(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : '\uFFFD'));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
