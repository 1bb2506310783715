using Archway.Reading.Tree;

namespace Archway.Reading.Dockerfiles;

/// <summary>The names that Dockerfiles have.</summary>
internal static class DockerfileNames
{
    private static readonly string[] Stems = ["dockerfile", "containerfile"];

    // What templates of a Dockerfile have behind its name.
    private static readonly string[] TemplateEndings = [".in", ".j2", ".jinja", ".jinja2", ".tmpl", ".tpl", ".template", ".gotmpl", ".erb", ".mustache", ".m4"];

    /// <summary>Whether a file of that name is one: <c>Dockerfile</c>, <c>Dockerfile.dev</c>, <c>api.Dockerfile</c>, <c>Containerfile</c>.</summary>
    internal static bool Fit(string name)
    {
        var lower = name.ToLowerInvariant();
        if (TemplateEndings.FirstOrDefault(ending => lower.EndsWith(ending, StringComparison.Ordinal)) is { } template) lower = lower[..^template.Length];
        return Stems.Any(stem => lower == stem || EndsWith(lower, stem) || (BeginsWith(name, lower, stem) && !OtherFiles.Fit(lower)));
    }

    /// <summary>Whether the name begins as a Dockerfile's and ends as YAML, <c>Dockerfile.yml</c>: only the text tells which of both it is.</summary>
    internal static bool FitBeforeYaml(string name)
    {
        var lower = name.ToLowerInvariant();
        return (lower.EndsWith(".yml", StringComparison.Ordinal) || lower.EndsWith(".yaml", StringComparison.Ordinal))
            && Stems.Any(stem => lower.StartsWith(stem, StringComparison.Ordinal) && lower[stem.Length] is '.' or '-' or '_');
    }

    /// <summary>Whether a file of that path may be one under any name: without an ending, or with an odd one in a folder of Dockerfiles.</summary>
    internal static bool MayFit(string path)
    {
        var parts = path.ToLowerInvariant().Split('/');
        var name = parts[^1];
        var dot = name.LastIndexOf('.');
        // A version is no ending, as in images/ubuntu-24.04.
        if (dot < 0 || (dot + 1 < name.Length && char.IsAsciiDigit(name[dot + 1])) || name.EndsWith(".docker", StringComparison.Ordinal)) return true;
        return dot > 0 && !OtherFiles.Fit(name)
            && parts[..^1].Any(folder => folder.Contains("docker", StringComparison.Ordinal) || folder.Contains("container", StringComparison.Ordinal));
    }

    private static bool EndsWith(string lower, string stem) =>
        lower.EndsWith(stem, StringComparison.Ordinal) && lower[^(stem.Length + 1)] is '.' or '-' or '_';

    /// <summary>Whether something follows the stem: <c>dockerfile-dev</c>; without a mark between only as in <c>Dockerfile2</c>.</summary>
    private static bool BeginsWith(string name, string lower, string stem) =>
        lower.StartsWith(stem, StringComparison.Ordinal)
        && lower.Length > stem.Length
        && (lower[stem.Length] is '.' or '-' or '_' || char.IsAsciiLetterUpper(name[0]));
}
