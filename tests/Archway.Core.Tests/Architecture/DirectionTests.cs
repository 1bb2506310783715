using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Archway.Core.Tests.Architecture;

/// <summary>The direction of the house, as ARCHITECTURE.md draws it.</summary>
public sealed partial class DirectionTests
{
    private static readonly string Root = FindRoot();

    [Theory]
    [InlineData("Archway.Core/Reading", "Archway.Rendering", "Archway.Knowing", "Archway.Resolving", "Archway.Judging", "Archway.Configuring", "Archway.Scanning")]
    [InlineData("Archway.Core/Clusters", "Archway.Reading.Clusters", "Archway.Reading.Kubernetes", "Archway.Rendering", "Archway.Knowing", "Archway.Resolving", "Archway.Judging", "Archway.Configuring", "Archway.Placing", "Archway.Scanning")]
    [InlineData("Archway.Core/Aws", "Archway.Reading", "Archway.Clusters", "Archway.Rendering", "Archway.Knowing", "Archway.Resolving", "Archway.Judging", "Archway.Configuring", "Archway.Placing", "Archway.Scanning")]
    [InlineData("Archway.Core/Rendering", "Archway.Knowing", "Archway.Resolving", "Archway.Judging", "Archway.Configuring", "Archway.Scanning")]
    [InlineData("Archway.Core/Knowing", "Archway.Reading", "Archway.Resolving", "Archway.Judging", "Archway.Scanning")]
    [InlineData("Archway.Core/Verifying", "Archway.Reading", "Archway.Rendering", "Archway.Knowing", "Archway.Resolving", "Archway.Judging", "Archway.Scanning")]
    [InlineData("Archway.Core/Resolving", "Archway.Reading", "Archway.Knowing", "Archway.Judging", "Archway.Scanning")]
    [InlineData("Archway.Core/Configuring", "Archway.Knowing", "Archway.Resolving", "Archway.Scanning")]
    [InlineData("Archway.Core/Judging", "Archway.Configuring", "Archway.Scanning", "Archway.Oci.Registries", "Archway.Oci.Layouts")]
    [InlineData("Archway.Core/Upgrading", "Archway.Reading", "Archway.Configuring", "Archway.Scanning", "Archway.Oci.Layouts")]
    [InlineData("Archway.Core/Fixing", "Archway.Knowing", "Archway.Verifying", "Archway.Oci.Registries", "Archway.Oci.Layouts")]
    [InlineData("Archway.Core/Assembling/Pipelines", "Archway.Knowing", "Archway.Resolving", "Archway.Verifying", "Archway.Scanning", "Archway.Oci.Registries", "Archway.Oci.Layouts")]
    [InlineData("Archway.Core/Planning", "Archway.Resolving", "Archway.Verifying", "Archway.Upgrading", "Archway.Clusters", "Archway.Oci.Registries", "Archway.Oci.Layouts")]
    [InlineData("Archway.Core/Planning/Packing", "Archway.Reading", "Archway.Resolving", "Archway.Judging", "Archway.Scanning", "Archway.Oci")]
    [InlineData("Archway.Core/Planning/Machines", "Archway.Planning.Packing", "Archway.Resolving", "Archway.Scanning", "Archway.Oci.Registries", "Archway.Oci.Layouts")]
    [InlineData("Archway.Core/Fleets", "Archway.Reading", "Archway.Resolving", "Archway.Knowing", "Archway.Scanning", "Archway.Clusters", "Archway.Oci.Registries", "Archway.Oci.Layouts")]
    [InlineData("Archway.Core/Pages", "Archway")]
    [InlineData("Archway.Core/Gpu/Toml", "Archway.Gpu.Cdi", "Archway.Gpu.Hosts", "Archway.Gpu.Doctor", "Archway.Judging", "Archway.Resolving", "Archway.Scanning")]
    [InlineData("Archway.Core/Gpu/Cdi", "Archway.Gpu.Hosts", "Archway.Gpu.Doctor", "Archway.Gpu.Specs", "Archway.Gpu.Setup", "Archway.Judging", "Archway.Resolving", "Archway.Scanning")]
    [InlineData("Archway.Core/Gpu/Explaining", "Archway.Gpu.Hosts", "Archway.Gpu.Doctor", "Archway.Gpu.Proving", "Archway.Resolving", "Archway.Scanning")]
    [InlineData("Archway.Core/Gpu/Doctor", "Archway.Gpu.Specs", "Archway.Gpu.Setup", "Archway.Gpu.Proving", "Archway.Scanning")]
    [InlineData("Archway.Core", "Archway.Cli", "Archway.Server", "Microsoft.AspNetCore", "Spectre", "System.CommandLine")]
    [InlineData("Archway.Cli", "Archway.Server", "Microsoft.AspNetCore")]
    [InlineData("Archway.Server", "Archway.Cli", "Spectre")]
    [InlineData("Archway.Server/Admission", "Archway.Server.Serving", "Archway.Server.Commands", "Archway.Server.Clusters", "Microsoft.AspNetCore", "System.Net")]
    [InlineData("Archway.Server/Fleets", "Archway.Server.Admission", "Archway.Server.Serving", "Archway.Server.Commands", "Archway.Server.Clusters")]
    [InlineData("Archway.Server/Lookups", "Archway.Server.Admission", "Archway.Server.Serving", "Archway.Server.Commands", "Archway.Server.Clusters", "Archway.Server.Fleets", "Microsoft.AspNetCore")]
    [InlineData("Archway.Oci", "Archway.Reading", "Archway.Knowing", "Archway.Resolving", "Archway.Judging", "Archway.Scanning", "Archway.Cli", "Archway.Server", "YamlDotNet", "Spectre")]
    public void A_part_does_not_know_what_stands_on_it(string folder, params string[] forbidden)
    {
        var wrong = Files(folder).SelectMany(file => Usings(file.Text)
            .Where(used => forbidden.Any(name => used == name || used.StartsWith(name + ".", StringComparison.Ordinal)))
            .Select(used => $"{file.Path} uses {used}"));

        Assert.Empty(wrong);
    }

    /// <summary>What is asked of a cluster is a GET; nothing that changes it can be said.</summary>
    [Fact]
    public void A_cluster_is_only_read()
    {
        var code = Files("Archway.Core/Clusters").Select(file => file.Text).ToArray();

        Assert.Single(code.SelectMany(text => Sending().Matches(text)));
        Assert.Contains(code, text => text.Contains("new(HttpMethod.Get, ", StringComparison.Ordinal));
    }

    /// <summary>What is asked of AWS are actions that list and describe; none of its actions that change anything stands in the code.</summary>
    [Fact]
    public void AWS_is_only_read()
    {
        var actions = Files("Archway.Core").Where(file => file.Text.Contains("Archway.Aws", StringComparison.Ordinal))
            .SelectMany(file => Action().Matches(file.Text).Select(match => match.Groups[1].Value)).ToArray();

        Assert.NotEmpty(actions);
        Assert.All(actions, action => Assert.Matches("^(List|Describe)[A-Z]", action));
    }

    [Fact]
    public void Judging_touches_neither_files_nor_the_network_nor_the_clock()
    {
        var wrong = Files("Archway.Core/Judging").Where(file => Outside().IsMatch(file.Text)).Select(file => file.Path);

        Assert.Empty(wrong);
    }

    [Fact]
    public void A_host_is_judged_by_its_snapshot_alone()
    {
        var wrong = Files("Archway.Core/Gpu/Doctor").Where(file => OutsideCalls().IsMatch(file.Text)).Select(file => file.Path);

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_image_library_stands_on_the_base_class_library_alone()
    {
        var project = File.ReadAllText(Path.Combine(Root, "src/Archway.Oci/Archway.Oci.csproj"));

        Assert.DoesNotContain("Reference", project, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_rule_has_a_page()
    {
        var pages = Directory.EnumerateFiles(Path.Combine(Root, "docs/rules"), "*.md").Select(file => Path.GetFileNameWithoutExtension(file)!).ToHashSet();
        var rules = Files("Archway.Core/Judging").SelectMany(file => RuleId().Matches(file.Text).Select(match => match.Groups[1].Value)).Distinct().ToArray();

        Assert.NotEmpty(rules);
        Assert.Equal(rules.Order(StringComparer.Ordinal), pages.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void No_file_of_code_holds_two_things_worth_of_lines(string folder)
    {
        var long_ = Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .Select(file => (File: Path.GetRelativePath(Root, file), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Lines > 400);

        Assert.Empty(long_);
    }

    private static IEnumerable<(string Path, string Text)> Files(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, "src", folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .Select(file => (Path.GetRelativePath(Root, file), File.ReadAllText(file)));

    private static IEnumerable<string> Usings(string text) => Using().Matches(text).Select(match => match.Groups[1].Value);

    private static string FindRoot([CallerFilePath] string path = "")
    {
        var folder = Path.GetDirectoryName(path)!;
        while (!File.Exists(Path.Combine(folder, "Archway.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex(@"^using (?:static )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"\b(File|Directory|HttpClient|TimeProvider|DateTime|Stopwatch|Environment|Process|IRepository)\.")]
    private static partial Regex Outside();

    // Facts of a host have members of these names.
    [GeneratedRegex(@"(?<![.\w])(File\.(Read|Write|Open|Exists|Delete|Move|Create)|Directory\.|HttpClient|TimeProvider|DateTime\.|Stopwatch|Environment\.|Process\.(Start|Get)|IRepository)|System\.IO|new FileStream")]
    private static partial Regex OutsideCalls();

    [GeneratedRegex(@"HttpMethod\.\w+|HttpClient\b|PostAsync|PutAsync|PatchAsync|DeleteAsync|WebSocket")]
    private static partial Regex Sending();

    [GeneratedRegex("\"((?:List|Describe|Get|Put|Create|Update|Delete|Run|Start|Stop|Register|Deregister|Batch|Tag)[A-Z][A-Za-z]+)\"")]
    private static partial Regex Action();

    [GeneratedRegex("\"([A-Z][0-9]{3})\"")]
    private static partial Regex RuleId();
}
