using Archway.Knowing;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Xunit;

namespace Archway.Core.Tests.Knowing;

/// <summary>Every row of the guides' tables is asked what its own comment answers.</summary>
public sealed class GuideRowTests
{
    public static TheoryData<string, string, CatalogVerdict, string> Images => GuideRows.Images;

    public static TheoryData<string, string, Delivery?, CatalogVerdict, string> Versions => GuideVersionRows.Versions;

    [Theory]
    [MemberData(nameof(Images))]
    public void An_image_of_a_row_is_answered(string id, string image, CatalogVerdict expected, string advice)
    {
        var answer = Catalog.Embedded.Ask(ImageReference.Parse(image), Platform.LinuxArm64);

        Assert.Equal((expected, id), (answer.Verdict, answer.Entry?.Id));
        Assert.Contains(advice, string.Join("; ", [answer.Caution, .. answer.Remedies, .. answer.Remarks]), StringComparison.Ordinal);
        Assert.NotEmpty(answer.Because);
        Assert.NotEmpty(answer.Evidence);
        Assert.NotNull(answer.AsOf);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_version_of_a_row_is_answered_in_the_form_it_comes_in(string id, string version, Delivery? delivery, CatalogVerdict expected, string advice)
    {
        var answer = Catalog.Embedded.AskVersion(id, version, Platform.LinuxArm64, delivery);

        Assert.Equal((expected, id), (answer.Verdict, answer.Entry?.Id));
        Assert.Contains(advice, string.Join("; ", [answer.Caution, .. answer.Remedies, .. answer.Remarks]), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_row_is_asked_at_least_once()
    {
        var asked = GuideRows.Images.Select(row => row.Data.Item1).Concat(GuideVersionRows.Versions.Select(row => row.Data.Item1));

        Assert.Equal([], GuideRows.Ids.Except(asked));
        Assert.Equal(54, GuideRows.Ids.Distinct().Count());
    }

    [Theory]
    [InlineData("Istio", "istio")]
    [InlineData("Envoy", "envoy")]
    [InlineData("Tensorflow", "tensorflow")]
    [InlineData("Tensorflow serving", "tensorflow-serving")]
    [InlineData("PyTorch", "pytorch")]
    [InlineData("Traefik", "traefik")]
    [InlineData("Flannel", "flannel")]
    [InlineData("Helm", "helm")]
    [InlineData("Jaeger", "jaeger")]
    [InlineData("Fluent-bit", "fluent-bit")]
    [InlineData("core-dns", "coredns")]
    [InlineData("external-dns", "external-dns")]
    [InlineData("Prometheus", "prometheus")]
    [InlineData("containerd", "containerd")]
    [InlineData("kube-state-metrics", "kube-state-metrics")]
    [InlineData("cluster-autoscaler", "cluster-autoscaler")]
    [InlineData("gRPC", "grpc")]
    [InlineData("Nats", "nats")]
    [InlineData("CNI", "cni-plugins")]
    [InlineData("Cri-o", "cri-o")]
    [InlineData("Trivy", "trivy")]
    [InlineData("Argo", "argo")]
    [InlineData("Cilium", "cilium")]
    [InlineData("Calico", "calico")]
    [InlineData("Tanka", "tanka")]
    [InlineData("Consul", "consul")]
    [InlineData("Nomad", "nomad")]
    [InlineData("Packer", "packer")]
    [InlineData("Vault", "vault")]
    [InlineData("Terraform", "terraform")]
    [InlineData("Flux", "flux")]
    [InlineData("Pulumi", "pulumi")]
    [InlineData("New Relic", "newrelic")]
    [InlineData("Datadog - EC2", "datadog-agent-host")]
    [InlineData("Datadog - Docker", "datadog-agent-container")]
    [InlineData("Dynatrace", "dynatrace")]
    [InlineData("Grafana", "grafana")]
    [InlineData("Loki", "loki")]
    [InlineData("kube-bench", "kube-bench")]
    [InlineData("metrics-server", "metrics-server")]
    [InlineData("AWS Copilot", "aws-copilot")]
    [InlineData("AWS ecs-cli", "aws-ecs-cli")]
    [InlineData("Amazon EC2 Instance Selector", "ec2-instance-selector")]
    [InlineData("AWS Node Termination Handler", "aws-node-termination-handler")]
    [InlineData("AWS IAM Authenticator", "aws-iam-authenticator")]
    [InlineData("AWS ALB Ingress Controller", "aws-load-balancer-controller")]
    [InlineData("AWS EFS CSI Driver", "aws-efs-csi-driver")]
    [InlineData("AWS EBS CSI Driver", "aws-ebs-csi-driver")]
    [InlineData("Amazon Inspector Agent", "amazon-inspector-agent")]
    [InlineData("Amazon CloudWatch Agent", "amazon-cloudwatch-agent")]
    [InlineData("AWS Systems Manager SSM Agent", "amazon-ssm-agent")]
    [InlineData("AWS CLI", "aws-cli")]
    [InlineData("FireLens for Amazon ECS", "firelens")]
    [InlineData("Flatcar Container Linux", "flatcar")]
    public void An_entry_is_found_by_the_name_it_has_in_the_guides(string name, string id) =>
        Assert.Contains(id, Catalog.Embedded.Search(name).Select(entry => entry.Id));

    [Theory]
    [InlineData("tensorflow-serving", "tensorflow-inference-graviton:2.7.0")]
    [InlineData("pytorch", "-openblas")]
    [InlineData("fluent-bit", "Compile")]
    [InlineData("external-dns", "0.7.5")]
    [InlineData("containerd", "Nightly")]
    [InlineData("kube-state-metrics", "v2.0.0-beta")]
    [InlineData("cluster-autoscaler", "v1.20.0")]
    [InlineData("calico", "master")]
    [InlineData("ec2-instance-selector", "-a cpu_architecture")]
    [InlineData("aws-efs-csi-driver", "2020-08-27")]
    [InlineData("aws-ebs-csi-driver", "2020-08-26")]
    [InlineData("flatcar", "3033.2.0")]
    public void An_entry_keeps_what_the_guides_say(string id, string words) =>
        Assert.Contains(words, Catalog.Embedded.Find(id)?.Guide?.Comment, StringComparison.Ordinal);
}
