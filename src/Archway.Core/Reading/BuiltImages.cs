using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Archway.Oci.References;
using Archway.Reading.Tree;

namespace Archway.Reading;

/// <summary>The images that a target builds itself, as far as its sources say so.</summary>
/// <remarks>
/// Doubt counts against a build: an image taken for one that is built here would hide that it does not run. So a tag written out must be equal,
/// a name that begins with a variable must agree in all that is written out behind it, and a name that may be an official image of Docker Hub
/// fits at a version only when the build names that version.
/// </remarks>
public sealed partial class BuiltImages
{
    // Stands where a variable stood; no name has it.
    private const char Gap = '\uFFFF';
    private const int LongestName = 1024;
    private const string DockerHub = "docker.io";

    // What many repositories build a variant of under its own name; the tail of a name says nothing then.
    private static readonly HashSet<string> Common =
    [
        "alpine", "busybox", "centos", "composer", "debian", "docker", "elasticsearch", "fedora", "golang", "gradle", "grafana", "haproxy", "httpd",
        "java", "kafka", "kibana",
        "mariadb", "maven", "memcached", "mongo", "mongodb", "mysql", "nginx", "node", "openjdk", "php", "postgres", "postgresql", "prometheus",
        "python", "rabbitmq", "redis",
        "ruby", "rust", "tomcat", "traefik", "ubuntu", "vault", "wordpress", "zookeeper",
    ];

    private readonly ImmutableArray<Named> _builds;

    private BuiltImages(IEnumerable<ImageBuild> builds) => _builds = [.. builds.SelectMany(Read)];

    /// <summary>The images of all the builds found in a target.</summary>
    public static BuiltImages Of(IEnumerable<ImageBuild> builds) => new(builds);

    /// <summary>The build that makes the image, one whose Dockerfile is known if there is; null when none does.</summary>
    public ImageBuild? Find(ImageReference image)
    {
        // Content that is pinned by its digest exists already; what is built next is not it.
        if (image.Digest is not null) return null;
        var fitting = _builds.Where(build => Fits(build, image)).Select(build => build.Build).ToArray();
        return Array.Find(fitting, build => build.Dockerfile is not null) ?? fitting.FirstOrDefault();
    }

    private static bool Fits(Named build, ImageReference image)
    {
        var tag = build.Tag;
        if (build.IsPattern) return FitsPattern(build.Name, image) && (tag ?? (MayBeOfficial(image) ? "latest" : image.Tag)) == image.Tag;
        if (tag is not null && !(tag.Contains(Gap, StringComparison.Ordinal) ? ShapeFits(tag, image.Tag ?? "") : tag == image.Tag)) return false;
        var isTagEqual = tag == image.Tag || (tag is null or [Gap] && image.Tag is "latest");
        if (MayBeOfficial(image) && !isTagEqual) return false;
        // A variable that holds a registry does not stand for somebody's account at Docker Hub.
        if (build.Build.UsualRegistry is not (null or DockerHub) && image.Registry == DockerHub) return false;
        return build.Name.Contains(Gap, StringComparison.Ordinal) ? FitsTail(build.Name, image) : build.FullName == image.Name;
    }

    private static bool MayBeOfficial(ImageReference image) =>
        image.Registry == DockerHub && image.Repository.StartsWith("library/", StringComparison.Ordinal);

    /// <summary>Whether a name with variables agrees: whole parts before the first and behind the last of them, the last part at least.</summary>
    private static bool FitsTail(string name, ImageReference image)
    {
        string[] parts = name.Split('/'), written = image.Name.Split('/');
        string[] head = [.. parts.TakeWhile(IsLiteral)], tail = [.. parts.Reverse().TakeWhile(IsLiteral).Reverse()];
        if (tail is [] || MayBeOfficial(image) || (tail is [var only] && Common.Contains(only)) || head.Length + tail.Length >= written.Length) return false;
        return written.AsSpan().StartsWith(head) && written.AsSpan().EndsWith(tail);

        static bool IsLiteral(string part) => part.Length > 0 && !part.Contains(Gap, StringComparison.Ordinal);
    }

    /// <summary>Whether a tag agrees with one that has variables in it.</summary>
    private static bool ShapeFits(string tag, string written)
    {
        string first = tag[..tag.IndexOf(Gap, StringComparison.Ordinal)], last = tag[(tag.LastIndexOf(Gap) + 1)..];
        return written.Length >= first.Length + last.Length
            && written.StartsWith(first, StringComparison.Ordinal) && written.EndsWith(last, StringComparison.Ordinal);
    }

    /// <summary>A pattern of <c>archway.yaml</c>, over the name in full or as people write it.</summary>
    private static bool FitsPattern(string pattern, ImageReference image)
    {
        var name = image.Name;
        string[] spellings = MayBeOfficial(image) ? [name, name["docker.io/library/".Length..]]
            : image.Registry == DockerHub ? [name, image.Repository]
            : [name];
        return spellings.Any(spelling => Glob.TextMatches(pattern, spelling));
    }

    private static IEnumerable<Named> Read(ImageBuild build)
    {
        if (build.Name is not { Length: <= LongestName } written) return [];
        var name = Variable().Replace(written.Trim().Trim('"', '\''), Gap.ToString());
        var colon = name.LastIndexOf(':');
        var tag = colon > name.LastIndexOf('/') ? name[(colon + 1)..] : null;
        if (tag is not null) name = name[..colon];
        return [new(build, name, tag, name.Contains('*', StringComparison.Ordinal), ImageReference.Read(name).Value?.Name)];
    }

    /// <summary>A build by the parts of its name; the full name where no variable stands in it.</summary>
    private sealed record Named(ImageBuild Build, string Name, string? Tag, bool IsPattern, string? FullName);

    [GeneratedRegex(
        @"\$\{\{[^{}]*\}\}|\$\{[^{}]*\}|\$\([^()]*\)|\$[A-Za-z_][A-Za-z0-9_]*|\{\{[^{}]*\}\}|<[^<>]*>|%[A-Za-z_]+%|\$[0-9@*]",
        RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
