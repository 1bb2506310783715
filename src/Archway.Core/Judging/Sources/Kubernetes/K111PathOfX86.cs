using Archway.Judging.Sources.Data;
using Archway.Reading.Data;
using Archway.Reading.Kubernetes;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>A folder of x86 libraries that a pod takes from its node, or looks for in its image: <c>/usr/lib/x86_64-linux-gnu</c>.</summary>
internal sealed class K111PathOfX86() : DataRule("K111", Severity.Blocker)
{
    private const string Libraries = "/lib/x86_64-linux-gnu";
    private const string Loader = "/lib64/ld-linux-x86-64.so";

    protected override IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context)
    {
        if (document.Format is not KubernetesFormat || context.Lacking(Architectures.LinuxAmd64) is not { } lacking) yield break;
        var text = DataText.Of(document);
        if (!text.Contains(Libraries, StringComparison.Ordinal) && !text.Contains(Loader, StringComparison.Ordinal)) yield break;
        HashSet<int> seen = [];
        foreach (var pod in PodPlaces.WithContainers(document).Where(pod => !pod.IsNamedForArchitecture && !pod.IsKeptOff(Architectures.NameOf(lacking))))
            foreach (var written in Paths(pod.Node))
                // What is laid out for both has a path for each.
                if (!NamesOfArm.Has(document.Source, written.Value) && seen.Add(written.Start))
                    yield return Found(document.Source, written.Start, written.Length,
                        $"this folder is called otherwise on {lacking}: take it by a path that does not name the architecture", null, lacking);
    }

    /// <summary>Why pods that are let onto other nodes may not run there, for what they take from a folder of x86; null when they take nothing.</summary>
    internal static string? DoubtOf(IEnumerable<PodPlace> pods) => pods.SelectMany(pod => Paths(pod.Node)).FirstOrDefault() is { } path
        ? $"it looks into {path.Value}, which is called otherwise there"
        : null;

    private static IEnumerable<DataScalar> Paths(DataNode pod)
    {
        foreach (var volume in pod["volumes"]?.Items ?? [])
            if (volume["hostPath"]?["path"] is DataScalar path && IsOfX86(path.Value)) yield return path;
        foreach (var container in (pod["containers"]?.Items ?? []).Concat(pod["initContainers"]?.Items ?? []))
        {
            foreach (var mount in container["volumeMounts"]?.Items ?? [])
                if (mount["mountPath"] is DataScalar path && IsOfX86(path.Value)) yield return path;
            foreach (var variable in container["env"]?.Items ?? [])
                if (variable["value"] is DataScalar paths && paths.Value.Split(':', ' ').Any(IsOfX86)) yield return paths;
        }
    }

    // A folder further down is what its image calls it, whatever it holds.
    private static bool IsOfX86(string path) => path.StartsWith(Loader, StringComparison.Ordinal)
        || path.StartsWith(Libraries, StringComparison.Ordinal) || path.StartsWith("/usr" + Libraries, StringComparison.Ordinal);
}
