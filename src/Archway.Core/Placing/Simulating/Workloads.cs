using System.Collections.Immutable;
using System.Text;
using Archway.Placing.Images;
using Archway.Placing.Manifests;
using Archway.Placing.Scheduling;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Placing.Simulating;

/// <summary>The workloads of manifests, gathered file by file; what many of them share is held once.</summary>
public sealed class Workloads
{
    private static readonly string[] Deciding =
    [
        "nodeSelector", "tolerations", "nodeName", "schedulingGates", "topologySpreadConstraints", "overhead", "resources", "os",
    ];

    private readonly Dictionary<string, PodClass> _classes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PodImage> _images = new(StringComparer.Ordinal);
    private readonly List<((string Kind, string Name)? Owner, PodGroup Group)> _groups = [];
    private readonly HashSet<(string, string, string)> _names = [];

    /// <summary>The distinct images of all of them.</summary>
    public IEnumerable<PodImage> Images => _images.Values;

    /// <summary>The groups of pods, in the order of the files. What something else among them makes is left out, since its maker stands for it.</summary>
    public ImmutableArray<PodGroup> Groups =>
        [.. from one in _groups where one.Owner is not var (kind, name) || !_names.Contains((one.Group.Namespace, kind, name)) select one.Group];

    /// <summary>Adds the workloads of a document.</summary>
    public void Add(SourceText source, DataNode document)
    {
        foreach (var template in PodTemplate.In(source, document))
        {
            _names.Add((template.Namespace, template.Kind, template.Name));
            _groups.Add((template.Owner, GroupOf(template)));
        }
    }

    /// <summary>The pods of a template, without adding it.</summary>
    internal PodGroup GroupOf(PodTemplate template) => new()
    {
        Name = template.Name,
        Namespace = template.Namespace,
        Workload = template.Workload,
        // A dictionary a pod is much where there are very many, and labels are looked at only to spread pods.
        Labels = template.Labels,
        Class = ClassOf(template),
        Count = template.Count,
        IsOfDaemon = template.IsOfDaemon,
    };

    private PodClass ClassOf(PodTemplate template)
    {
        var key = Key(template);
        if (_classes.TryGetValue(key, out var known)) return known;
        var pod = PodReader.Read(template.Spec, template.Labels);
        if (template.IsOfDaemon) pod = pod with { Tolerations = [.. pod.Tolerations, .. Toleration.OfDaemons] };
        var images = template.Images.Select(image => _images.TryAdd(image.Name, image) ? image : image with { Image = _images[image.Name].Image }).ToImmutableArray();
        return _classes[key] = new(pod, images, [.. template.Refusals, .. PodRules.Broken(template.Spec)]);
    }

    private static string Key(PodTemplate template)
    {
        StringBuilder key = new(template.IsOfDaemon ? "daemon" : "");
        foreach (var refusal in template.Refusals) key.Append('!').Append(refusal);
        foreach (var name in Deciding) Append(key, template.Spec[name]);
        Append(key, template.Spec["affinity"]?["nodeAffinity"]);
        foreach (var list in (string[])["initContainers", "containers", "ephemeralContainers"])
        {
            key.Append('|');
            foreach (var container in template.Spec[list]?.Items ?? [])
                foreach (var part in (string[])["name", "image", "resources", "restartPolicy"]) Append(key, container[part]);
        }

        foreach (var volume in template.Spec["volumes"]?.Items ?? []) Append(key, volume["image"]);
        // Labels decide only where what is counted depends on them.
        if (template.Spec["topologySpreadConstraints"] is null) return key.ToString();
        key.Append(template.Namespace);
        foreach (var (name, value) in template.Labels) key.Append('\0').Append(name).Append('=').Append(value);
        return key.ToString();
    }

    private static void Append(StringBuilder key, DataNode? node)
    {
        switch (node)
        {
            case null:
                key.Append('~');
                break;
            case DataScalar scalar:
                key.Append(scalar.IsPlain ? '\'' : '"').Append(scalar.Value.Length).Append(':').Append(scalar.Value);
                break;
            default:
                key.Append(node is DataMapping ? '{' : '[');
                foreach (var (name, value) in node.Members)
                {
                    Append(key, name);
                    Append(key, value);
                }

                foreach (var item in node.Items) Append(key, item);
                key.Append(']');
                break;
        }
    }
}
