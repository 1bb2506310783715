using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Archway.Reading;

namespace Archway.Judging.Sources.Nodes;

/// <summary>The labels and taints that a script tells a kubelet.</summary>
/// <param name="Labels">The labels.</param>
/// <param name="Taints">The taints.</param>
/// <param name="AreAll">Whether the script certainly tells no others.</param>
/// <remarks>
/// The script is that of Amazon Linux 2 (<c>bootstrap.sh --kubelet-extra-args</c>) or the <c>NodeConfig</c> of Amazon Linux 2023 (<c>kubelet.flags</c>):
/// <see href="https://awslabs.github.io/amazon-eks-ami/"/>
/// </remarks>
internal sealed partial record KubeletArguments(ImmutableArray<NodeSetting> Labels, ImmutableArray<NodeSetting> Taints, bool AreAll)
{
    private const int Longest = 64 * 1024;
    private const int Most = 200;
    private static readonly string[] OfCluster = ["--apiserver-endpoint", "--b64-cluster-ca", "--dns-cluster-ip", "--container-runtime"];

    /// <summary>Nothing that is known.</summary>
    internal static KubeletArguments Unknown { get; } = new([], [], false);

    /// <summary>Those of a script.</summary>
    /// <param name="source">The file that it stands in.</param>
    /// <param name="script">The script; what is put into it when it is made stands as <c>${…}</c>.</param>
    /// <param name="start">Where it stands in the file.</param>
    /// <param name="length">How many characters it takes there.</param>
    internal static KubeletArguments Of(SourceText source, string script, int start, int length)
    {
        if (script.Length > Longest || !(script.Contains("bootstrap.sh", StringComparison.Ordinal) || script.Contains("node.eks.aws", StringComparison.Ordinal))) return Unknown;
        var (labels, taints) = (ImmutableArray.CreateBuilder<NodeSetting>(), ImmutableArray.CreateBuilder<NodeSetting>());
        var areAll = !script.Contains("registerWithTaints", StringComparison.Ordinal) && IsWrittenOut(script);
        foreach (Match flag in Flags().Matches(script))
            foreach (var one in flag.Groups[2].Value.Split(','))
            {
                if (labels.Count + taints.Count == Most || one.Contains('$', StringComparison.Ordinal) || one.Contains('<', StringComparison.Ordinal)
                    || source.Text.IndexOf(one, start, Math.Min(length, source.Text.Length - start), StringComparison.Ordinal) is not (>= 0 and var place))
                {
                    areAll &= one.Length == 0;
                    continue;
                }

                WrittenWord at = new(one, place, one.Length);
                if (flag.Groups[1].Value == "register-with-taints")
                {
                    if (Written().Match(one) is { Success: true, Groups: [_, var key, var value, var effect] }) taints.Add(new(key.Value, value.Value, at) { Effect = effect.Value });
                    else areAll = false;
                }
                else if (one.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals) labels.Add(new(one[..equals], one[(equals + 1)..], at));
            }

        return new(labels.ToImmutable(), taints.ToImmutable(), areAll);
    }

    // What is put into the script when it is made may be arguments, unless it stands where there is none of the kubelet's.
    private static bool IsWrittenOut(string script)
    {
        foreach (var line in script.ReplaceLineEndings("\n").Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        {
            var at = line.IndexOf("bootstrap.sh", StringComparison.Ordinal);
            if (at < 0)
            {
                if (line.Contains("--", StringComparison.Ordinal) && line.Contains('$', StringComparison.Ordinal) && line.TrimStart() is ['-', ..]) return false;
                continue;
            }

            var words = line[at..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            for (var i = 2; i < words.Length; i++)
                if (words[i].Contains('$', StringComparison.Ordinal) && !OfCluster.Contains(words[i - 1])) return false;
        }

        return true;
    }

    [GeneratedRegex("""--(node-labels|register-with-taints)[= ]["']?([^\s"'\\]+)""", RegexOptions.CultureInvariant)]
    private static partial Regex Flags();

    [GeneratedRegex("^([^=:]+)(?:=([^:]*))?:(NoSchedule|NoExecute|PreferNoSchedule)\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Written();
}
