namespace Archway.Cli.Tests;

/// <summary>A real repository, and scans of what changed in it.</summary>
public abstract class ChangedSinceScene : IDisposable
{
    private protected const string Pod = "apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers:\n  - { name: web, image: nginx:1.27 }\n";
    private protected readonly GitRepository _repository = new();

    public void Dispose()
    {
        _repository.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task<Ran> ScanAsync(string name, params string[] more) => RunAsync(_repository.Path, name, more);

    private protected static async Task<Ran> RunAsync(string target, string name, params string[] more)
    {
        using ArchwayProgram archway = new() { Input = "nginx\n" };
        archway.With("PATH", GitRepository.SearchPath);
        return await archway.RunAsync(
            ["scan", target, .. name.StartsWith('-') ? [$"--changed-since={name}"] : (string[])["--changed-since", name], "--offline", .. more]);
    }

    private protected static string[] Files(Ran ran) =>
        [.. ran.Json().GetProperty("occurrences").EnumerateArray().Select(place => place.GetProperty("file").GetString()!).Distinct()];
}
