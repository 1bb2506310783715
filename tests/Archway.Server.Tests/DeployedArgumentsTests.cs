using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Archway.Server.Commands;
using Xunit;

namespace Archway.Server.Tests;

/// <summary>What the manifests and the chart of <c>deploy/</c> tell the server, as the server takes it.</summary>
public sealed class DeployedArgumentsTests
{
    [Fact]
    public void Every_option_is_one_that_the_server_has()
    {
        Surroundings surroundings = new() { Output = TextWriter.Null, Error = TextWriter.Null, Variable = _ => null };
        string[] known = [.. ServeCommand.Create(surroundings).Options.Concat(FleetCommand.Create(surroundings).Options).Concat(CertificateCommand.Create(surroundings).Options).Select(option => option.Name)];
        var files = Directory.EnumerateFiles(Path.Combine(Folder(), "../../deploy"), "*", SearchOption.AllDirectories).Where(file => file.EndsWith(".yaml", StringComparison.Ordinal) || file.EndsWith(".tpl", StringComparison.Ordinal));
        string[] told = [.. files.SelectMany(File.ReadLines).Where(line => !line.TrimStart().StartsWith('#'))
            .SelectMany(line => Regex.Matches(line, @"(?<=[\s\[""])--[a-z][a-z-]*").Select(option => option.Value)).Distinct().Order(StringComparer.Ordinal)];

        Assert.Equal(["--history", "--listen", "--pull-secrets", "--secret", "--service", "--webhook"], told);
        Assert.All(told, option => Assert.Contains(option, known));
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
