using System.Collections.Immutable;
using System.Globalization;
using Archway.Judging.Sources.Clouds;
using Archway.Judging.Sources.Kubernetes;
using Archway.Reading;
using Archway.Reading.Data;
using Archway.Reading.Kubernetes;

namespace Archway.Judging.Sources.Nodes;

/// <summary>What a pool of Karpenter asks of one label of its nodes.</summary>
/// <param name="Key">The label, by its new name.</param>
/// <param name="Operator">How it is held against the values.</param>
/// <param name="Values">The values.</param>
/// <param name="At">Where it is written.</param>
/// <remarks><see href="https://karpenter.sh/docs/concepts/nodepools/#spectemplatespecrequirements"/></remarks>
internal sealed record PoolRequirement(string Key, string Operator, ImmutableArray<string> Values, WrittenWord At)
{
    // Karpenter takes no more of them.
    private const int Most = 100;
    private const int MostValues = 1000;

    /// <summary>Whether it names all values that there may be.</summary>
    internal bool Names => Operator == "In" && !Values.IsEmpty;

    /// <summary>Whether it takes a value.</summary>
    internal bool Takes(string value) => Operator switch
    {
        "In" => Values.Contains(value),
        "NotIn" => !Values.Contains(value),
        "DoesNotExist" => false,
        "Gt" or "Lt" or "Gte" or "Lte" => Values is [var bound] && long.TryParse(bound, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var limit)
            && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? Operator switch { "Gt" => number > limit, "Lt" => number < limit, "Gte" => number >= limit, _ => number <= limit } : true,
        _ => true,
    };

    /// <summary>The architectures of the machines that it leaves; null where it leaves others, or such of which that is not certain.</summary>
    internal ImmutableArray<string>? Architectures()
    {
        if (!Names) return null;
        var each = Values.Select(value => Key switch
        {
            NodeLabels.Architecture => value,
            "node.kubernetes.io/instance-type" or "karpenter.k8s.aws/instance-family" => InstanceTypes.ArchitectureOf(value),
            "karpenter.k8s.aws/instance-cpu-manufacturer" => value switch { "aws" => "arm64", "intel" or "amd" => "amd64", _ => null },
            _ => null,
        }).Distinct().ToArray();
        return each.Contains(null) ? null : [.. each.OfType<string>()];
    }

    /// <summary>Whether it leaves machines of an architecture.</summary>
    internal bool LeavesArchitecture(string architecture) =>
        Key == NodeLabels.Architecture ? Takes(architecture) : Architectures() is not { } all || all.Contains(architecture);

    /// <summary>The requirement as a person writes it.</summary>
    public override string ToString() => Values.IsEmpty ? $"{Key} {Operator}" : $"{Key} {Operator} [{string.Join(", ", Values)}]";

    /// <summary>Those of each pool of a document; of a pool none that is not written out.</summary>
    internal static IEnumerable<ImmutableArray<PoolRequirement>> OfPools(DataDocument document) =>
        from pool in document.Root["kind"]?.Text == "List" ? document.Root["items"]?.Items ?? [] : [document.Root]
        where Resource.Is(pool) && Resource.GroupOf(pool) == "karpenter.sh"
        where pool["kind"]?.Text is "NodePool" or "Provisioner"
        select Of(document.Source, pool);

    /// <summary>Those of a pool, or of a provisioner of before.</summary>
    internal static ImmutableArray<PoolRequirement> Of(SourceText source, DataNode pool)
    {
        var spec = pool["spec"];
        return pool["kind"]?.Text == "NodePool" ? Of(source, spec?["template"]?["spec"]?["requirements"], spec?["template"]?["metadata"]?["labels"])
            : Of(source, spec?["requirements"], spec?["labels"]);
    }

    private static ImmutableArray<PoolRequirement> Of(SourceText source, DataNode? requirements, DataNode? labels) =>
    [
        .. (requirements?.Items ?? []).Take(Most).Select(one => Read(source, one)).OfType<PoolRequirement>(),
        .. from label in (labels?.Members ?? []).Take(Most)
           let value = WrittenWord.Of(source, label.Value)
           where value is not null
           select new PoolRequirement(NameOf(label.Key.Value), "In", [value.Value], value),
    ];

    private static PoolRequirement? Read(SourceText source, DataNode one)
    {
        if (WrittenWord.Of(source, one["key"]) is not { } key || WrittenWord.Of(source, one["operator"]) is not { } how) return null;
        var values = (one["values"]?.Items ?? []).Select(value => WrittenWord.Of(source, value)).ToArray();
        return values.Length > MostValues || values.Contains(null) ? null : new(NameOf(key.Value), how.Value, [.. values.OfType<WrittenWord>().Select(value => value.Value)], key);
    }

    private static string NameOf(string label) => NodeLabels.NewNameOf(label) ?? label;
}
