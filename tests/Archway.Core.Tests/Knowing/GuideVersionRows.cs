using Archway.Knowing;
using Xunit;

namespace Archway.Core.Tests.Knowing;

/// <summary>Versions of the software of both guides, in each form that it is delivered in.</summary>
internal static class GuideVersionRows
{
    /// <summary>Entry, version, form (null for the foremost), answer on arm64, and a word that the advice must hold.</summary>
    internal static TheoryData<string, string, Delivery?, CatalogVerdict, string> Versions { get; } = new()
    {
        { "istio", "1.15.0", null, CatalogVerdict.Yes, "" },
        { "istio", "1.6.0", null, CatalogVerdict.No, "arm64 from 1.15.0 on" },
        { "istio", "1.6.0", Delivery.Binary, CatalogVerdict.Yes, "" },
        { "flannel", "0.6.0", Delivery.Binary, CatalogVerdict.Yes, "" },
        { "helm", "2.16.9", null, CatalogVerdict.Yes, "" },
        { "helm", "2.1.3", null, CatalogVerdict.No, "arm64 from 2.2.0 on" },
        { "jaeger", "1.18.1", Delivery.Binary, CatalogVerdict.Yes, "" },
        { "prometheus", "0.19.0", Delivery.Binary, CatalogVerdict.Yes, "" },
        { "containerd", "1.6.0", null, CatalogVerdict.Yes, "" },
        { "containerd", "1.5.13", null, CatalogVerdict.No, "nightly builds" },
        { "grpc", "latest", null, CatalogVerdict.Yes, "linux-aarch_64" },
        { "grpc", "3.0.0", null, CatalogVerdict.Unknown, "linux-aarch_64" },
        { "cni-plugins", "0.6.0", null, CatalogVerdict.Yes, "" },
        { "cni-plugins", "0.5.2", null, CatalogVerdict.Unknown, "" },
        { "cri-o", "1.21.0", null, CatalogVerdict.Yes, "Ubuntu 18.04 and 20.04" },
        { "cri-o", "1.20.0", null, CatalogVerdict.Unknown, "Ubuntu 18.04 and 20.04" },
        { "nomad", "latest", null, CatalogVerdict.Yes, "" },
        { "packer", "1.0.1", null, CatalogVerdict.Yes, "" },
        { "packer", "1.0.0", null, CatalogVerdict.No, "" },
        { "terraform", "0.14.0", null, CatalogVerdict.Yes, "" },
        { "terraform", "0.13.7", null, CatalogVerdict.No, "arm64 from 0.14.0 on" },
        { "flux", "0.6.0", Delivery.Binary, CatalogVerdict.Yes, "fluxctl" },
        { "pulumi", "2.23.0", null, CatalogVerdict.Yes, "" },
        { "pulumi", "2.22.0", null, CatalogVerdict.No, "arm64 from 2.23.0 on" },
        { "newrelic", "1.18.0", null, CatalogVerdict.Yes, "download area" },
        { "newrelic", "1.17.0", null, CatalogVerdict.Unknown, "download area" },
        { "datadog-agent-host", "latest", null, CatalogVerdict.Yes, "" },
        { "datadog-agent-host", "6.15.0", null, CatalogVerdict.Unknown, "" },
        { "dynatrace", "latest", null, CatalogVerdict.Yes, "" },
        { "kube-bench", "0.3.1", Delivery.Binary, CatalogVerdict.Yes, "" },
        { "kube-bench", "0.3.0", Delivery.Binary, CatalogVerdict.No, "" },
        { "aws-copilot", "0.3.0", null, CatalogVerdict.Yes, "" },
        { "aws-copilot", "v0.2.0", null, CatalogVerdict.No, "arm64 from 0.3.0 on" },
        { "aws-ecs-cli", "v1.20.0", null, CatalogVerdict.Yes, "us-west-2" },
        { "aws-ecs-cli", "1.19.1", null, CatalogVerdict.No, "us-west-2" },
        { "ec2-instance-selector", "1.0.0", null, CatalogVerdict.Yes, "-a arm64" },
        { "aws-iam-authenticator", "0.5.5", null, CatalogVerdict.Yes, "" },
        { "aws-iam-authenticator", "0.5.3", null, CatalogVerdict.Unknown, "" },
        { "aws-node-termination-handler", "latest", Delivery.Chart, CatalogVerdict.Yes, "Helm chart" },
        { "aws-load-balancer-controller", "1.1.9", null, CatalogVerdict.Yes, "" },
        { "aws-efs-csi-driver", "2020-08-28", null, CatalogVerdict.Yes, "" },
        { "aws-efs-csi-driver", "2020-08-26", null, CatalogVerdict.No, "" },
        { "aws-efs-csi-driver", "2020-08-27", null, CatalogVerdict.Unknown, "" },
        { "aws-ebs-csi-driver", "2020-08-27", null, CatalogVerdict.Yes, "" },
        { "aws-ebs-csi-driver", "2020-08-25", null, CatalogVerdict.No, "" },
        { "amazon-inspector-agent", "1.1.1712.0", null, CatalogVerdict.Unknown, "amazon-ssm-agent" },
        { "amazon-cloudwatch-agent", "latest", null, CatalogVerdict.Yes, "" },
        { "amazon-ssm-agent", "latest", null, CatalogVerdict.Yes, "" },
        { "amazon-ssm-agent", "2.0.0", null, CatalogVerdict.Unknown, "" },
        { "aws-cli", "latest", null, CatalogVerdict.Yes, "v1 and v2 both work" },
        { "aws-cli", "1.18.0", Delivery.Library, CatalogVerdict.Yes, "" },
        { "firelens", "2.9.0", null, CatalogVerdict.Yes, "" },
        { "flatcar", "3033.2.0", null, CatalogVerdict.Yes, "Alpha and Beta" },
        { "flatcar", "2983.2.1", null, CatalogVerdict.No, "arm64 from 3033.2.0 on" },
    };
}
