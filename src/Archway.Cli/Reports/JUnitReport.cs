using System.Globalization;
using System.Xml;
using Archway.Cli.Reports.Json;
using Archway.Cli.Terminal;
using Archway.Judging;

namespace Archway.Cli.Reports;

/// <summary>JUnit's XML, which every CI service shows: one test an image and platform.</summary>
/// <remarks>What does not run fails; what could not be told is an error, since it is no success.</remarks>
internal static class JUnitReport
{
    internal static void Write(ScanDocument scan, TextWriter output)
    {
        using var xml = XmlWriter.Create(output, new() { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true });
        var cases = scan.Images.SelectMany(image => image.Targets.Select(target => (image, target))).ToArray();
        xml.WriteStartElement("testsuites");
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", "archway");
        xml.WriteAttributeString("tests", Number(cases.Length));
        xml.WriteAttributeString("failures", Number(cases.Count(one => Fails(one.target.Status))));
        xml.WriteAttributeString("errors", Number(cases.Count(one => one.target.Status == ImageStatus.Unknown)));
        var places = scan.PlacesByImage();
        foreach (var (image, target) in cases) WriteCase(xml, image, target, places[image.Image].FirstOrDefault());
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.Flush();
        output.WriteLine();
    }

    private static void WriteCase(XmlWriter xml, ImageJson image, TargetJson target, OccurrenceJson? place)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Clean(target.Platform));
        xml.WriteAttributeString("name", Clean(image.Image));
        if (place is not null) xml.WriteAttributeString("file", Clean(place.File));
        var text = Clean(string.Join("; ", [target.Because, .. image.Advice]));
        if (Fails(target.Status) || target.Status == ImageStatus.Unknown)
        {
            xml.WriteStartElement(Fails(target.Status) ? "failure" : "error");
            xml.WriteAttributeString("type", Words.Of(target.Status));
            xml.WriteAttributeString("message", text);
            xml.WriteString(Clean(place is null ? "" : $"{Words.Spot(place)} {Words.Use(place)}"));
            xml.WriteEndElement();
        }
        else
        {
            xml.WriteElementString("system-out", $"{Words.Of(target.Status)}: {text}");
        }

        xml.WriteEndElement();
    }

    private static bool Fails(ImageStatus status) => status is ImageStatus.Broken or ImageStatus.Blocked or ImageStatus.Missing or ImageStatus.Suspect;

    // XML has no place for control characters at all, nor for half a surrogate pair.
    private static string Clean(string text) => string.Concat(SafeText.Clean(text).Select(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : '\uFFFD'));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
