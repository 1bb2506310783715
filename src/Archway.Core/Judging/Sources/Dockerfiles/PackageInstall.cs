using Archway.Reading.Builds;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>Finds what commands install as packages.</summary>
internal static class PackageInstall
{
    private static readonly string[] Programs =
        ["apt-get", "apt", "aptitude", "dpkg", "yum", "dnf", "microdnf", "tdnf", "rpm", "zypper", "apk", "pip", "pip3", "conda", "mamba"];

    private static readonly string[] Doing = ["install", "-i", "--install", "add", "localinstall", "-U", "-Uvh", "-ivh", "-ih", "-iv", "reinstall", "in"];

    /// <summary>The words behind a package manager's order to install; none for another command.</summary>
    internal static IEnumerable<ShellWord> Packages(ShellWord[] command)
    {
        // Before it stand sudo, env and variables; far down, it is somebody's argument.
        var program = Array.FindIndex(command, 0, Math.Min(command.Length, 8), word => Programs.Contains(NameOf(word.Text)));
        if (program < 0 || (program > 0 && command[0].Text is "echo" or "printf" or "which" or "command" or "rm")) return [];
        var doing = Array.FindIndex(command, program, word => Doing.Contains(word.Text));
        return doing < 0 ? [] : command.Skip(doing + 1).Where(word => !word.Text.StartsWith('-'));
    }

    /// <summary>Whether a command is one of a program's.</summary>
    internal static bool IsOf(ShellWord[] command, params string[] programs) => command.Take(8).Any(word => programs.Contains(NameOf(word.Text)));

    private static string NameOf(string program) => program[(program.LastIndexOf('/') + 1)..];
}
