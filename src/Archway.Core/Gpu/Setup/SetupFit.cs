using Archway.Reading.Data;

namespace Archway.Gpu.Setup;

/// <summary>For which host and engine a part of the data is.</summary>
internal sealed record SetupFit(string Id, string Version, string Family, string Engine, string Architecture)
{
    internal bool Takes(DataNode part) => Has(part["engines"], Engine) && Has(part["families"], Family) && Has(part["architectures"], Architecture) && IsNamed(part["distributions"]);

    private bool IsNamed(DataNode? distributions) => Has(distributions, Id) || Has(distributions, $"{Id}-{Version}") || Has(distributions, $"{Id}-{Version.Split('.')[0]}");

    // What is not said is no condition.
    private static bool Has(DataNode? words, string word) => words is null || words.Items.Any(one => one.Text == word);
}

/// <summary>The words that a distribution puts into steps.</summary>
internal sealed class SetupWords
{
    private readonly Dictionary<string, string> _words;

    internal SetupWords(DataNode distribution, string version, string architecture)
    {
        var major = version.Split('.')[0];
        _words = new(StringComparer.Ordinal)
        {
            ["{cuda-arch}"] = architecture == "arm64" ? "sbsa" : "x86_64",
            // The second Amazon Linux has no dnf.
            ["{rpm-tool}"] = distribution["id"]!.Text == "amzn" && version == "2" ? "yum" : "dnf",
        };
        foreach (var (name, value) in distribution["words"]?.Members.Select(member => (member.Key.Value, member.Value.Text!)) ?? [])
            _words[$"{{{name}}}"] = value.Replace("{compact}", version.Replace(".", "", StringComparison.Ordinal), StringComparison.Ordinal).Replace("{major}", major, StringComparison.Ordinal);
    }

    internal string In(string text)
    {
        foreach (var (word, value) in _words) text = text.Replace(word, value, StringComparison.Ordinal);
        return text;
    }
}
