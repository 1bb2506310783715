using Archway.Knowing;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Xunit;

namespace Archway.Core.Tests.Knowing;

/// <summary>The references that make a wrong answer easy.</summary>
public sealed class CatalogTests
{
    private const string SomeDigest = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static readonly Platform LinuxAmd64 = Platform.Of("linux", "amd64");

    [Theory]
    [InlineData("traefik:v2.10", CatalogVerdict.Yes)]
    [InlineData("traefik:2", CatalogVerdict.Yes)]
    [InlineData("traefik:latest", CatalogVerdict.Yes)]
    [InlineData("traefik", CatalogVerdict.Yes)]
    [InlineData("traefik:1", CatalogVerdict.Yes)]
    [InlineData("amazon/aws-for-fluent-bit:stable", CatalogVerdict.Yes)]
    [InlineData("pytorch/pytorch", CatalogVerdict.No)]
    [InlineData("vault", CatalogVerdict.Unknown)]
    [InlineData("traefik:main", CatalogVerdict.Unknown)]
    [InlineData("traefik:edge-alpine", CatalogVerdict.Unknown)]
    [InlineData("calico/node:master", CatalogVerdict.Yes)]
    public void A_moving_tag_is_answered_for_what_it_means_today_and_said_to_move(string image, CatalogVerdict expected)
    {
        var answer = OnArm(image);

        Assert.Equal(expected, answer.Verdict);
        Assert.Contains("moving tag", answer.Caution, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("traefik:v2.10.4")]
    [InlineData("traefik:v2.10.4-alpine")]
    [InlineData("armswdev/pytorch-arm-neoverse:r22.05-torch-1.11.0-openblas")]
    public void A_full_version_does_not_move(string image) => Assert.Null(OnArm(image).Caution);

    [Theory]
    [InlineData("istio/pilot:1.15", CatalogVerdict.Yes)]
    [InlineData("istio/pilot:1", CatalogVerdict.Yes)]
    [InlineData("istio/pilot:1.14", CatalogVerdict.No)]
    [InlineData("istio/pilot:0", CatalogVerdict.No)]
    [InlineData("istio/pilot:1.9.0", CatalogVerdict.No)]
    [InlineData("istio/pilot:v1.15.0", CatalogVerdict.Yes)]
    [InlineData("istio/pilot:1.15.0.1", CatalogVerdict.Yes)]
    [InlineData("prom/prometheus:v2.9", CatalogVerdict.No)]
    [InlineData("prom/prometheus:v2.10", CatalogVerdict.Yes)]
    [InlineData("prom/prometheus:v2", CatalogVerdict.Yes)]
    public void A_short_tag_compares_at_its_own_precision_and_numbers_as_numbers(string image, CatalogVerdict expected) =>
        Assert.Equal(expected, OnArm(image).Verdict);

    [Theory]
    [InlineData("istio/pilot:1.15.0-rc.1", CatalogVerdict.Unknown)]
    [InlineData("istio/pilot:0.0.0", CatalogVerdict.Unknown)]
    [InlineData("alpine:0.0", CatalogVerdict.Unknown)]
    [InlineData("istio/pilot:1.15.0-alpha.1", CatalogVerdict.Unknown)]
    [InlineData("istio/pilot:1.15-alpha.0b1c2d3e4f5a6b7c8d9e", CatalogVerdict.Unknown)]
    [InlineData("istio/pilot:1.15.0rc1", CatalogVerdict.Unknown)]
    [InlineData("istio/pilot:1.14.0-rc.1", CatalogVerdict.No)]
    [InlineData("istio/pilot:1.16.0-rc.1", CatalogVerdict.Yes)]
    [InlineData("istio/pilot:1.16-dev", CatalogVerdict.Unknown)]
    public void A_pre_release_of_the_first_version_is_unknown(string image, CatalogVerdict expected) => Assert.Equal(expected, OnArm(image).Verdict);

    [Theory]
    [InlineData("istio/pilot:1.20.0-distroless", CatalogVerdict.Yes)]
    [InlineData("istio/pilot:1.20.0-debug", CatalogVerdict.Yes)]
    [InlineData("traefik:v2.10.4-alpine3.18", CatalogVerdict.Yes)]
    [InlineData("coredns/coredns:1.8.7-eksbuild.1", CatalogVerdict.Yes)]
    [InlineData("coredns/coredns:v1.8.7-gke.1", CatalogVerdict.Yes)]
    [InlineData("prom/prometheus:2.40.0-debian-12-r3", CatalogVerdict.Yes)]
    [InlineData("istio/pilot:1.20.0-rocm", CatalogVerdict.Unknown)]
    [InlineData("istio/pilot:1.20.0-acme.patched", CatalogVerdict.Unknown)]
    [InlineData("istio/pilot:1.14.0-acme.patched", CatalogVerdict.No)]
    [InlineData("envoyproxy/envoy:contrib-v1.30.0", CatalogVerdict.Yes)]
    [InlineData("envoyproxy/envoy:contrib-v1.15.0", CatalogVerdict.No)]
    [InlineData("envoyproxy/envoy:tools-v1.30.0", CatalogVerdict.Unknown)]
    [InlineData("fluent/fluent-bit:latest-debug", CatalogVerdict.Yes)]
    public void A_known_build_of_a_version_follows_it_and_a_word_nobody_vouched_for_is_unknown(string image, CatalogVerdict expected) =>
        Assert.Equal(expected, OnArm(image).Verdict);

    [Theory]
    [InlineData("istio/pilot:20230801")]
    [InlineData("istio/pilot:2023.1")]
    [InlineData("istio/pilot:2023-08-01")]
    [InlineData("istio/pilot:7e3a9b1")]
    [InlineData("istio/pilot:7a12345")]
    [InlineData("istio/pilot:0a12345")]
    [InlineData("istio/pilot:1234567")]
    [InlineData("istio/pilot:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b")]
    [InlineData("istio/pilot:99999999999999999999999999")]
    [InlineData("istio/pilot:feature-1.20.0")]
    [InlineData("istio/pilot:_")]
    public void A_tag_that_is_no_version_of_the_line_is_unknown(string image) => Assert.Equal(CatalogVerdict.Unknown, OnArm(image).Verdict);

    [Theory]
    [InlineData("istio/pilot:1.20.0-amd64", CatalogVerdict.No, CatalogVerdict.Yes)]
    [InlineData("istio/pilot:1.20.0-arm64", CatalogVerdict.Yes, CatalogVerdict.No)]
    [InlineData("istio/pilot:1.20.0.arm64", CatalogVerdict.Yes, CatalogVerdict.No)]
    [InlineData("istio/pilot:1.20.0-linux-arm64-debug", CatalogVerdict.Yes, CatalogVerdict.No)]
    [InlineData("istio/pilot:amd64-1.20.0", CatalogVerdict.No, CatalogVerdict.Yes)]
    [InlineData("istio/pilot:arm64v8-1.20.0", CatalogVerdict.Yes, CatalogVerdict.No)]
    [InlineData("quay.io/prometheus/prometheus:arm64_x-latest", CatalogVerdict.Unknown, CatalogVerdict.No)]
    [InlineData("istio/pilot:x86_64-1.20.0", CatalogVerdict.No, CatalogVerdict.Yes)]
    [InlineData("istio/pilot:1.20.0-x86_64", CatalogVerdict.No, CatalogVerdict.Yes)]
    [InlineData("istio/pilot:1.20.0-aarch64", CatalogVerdict.Yes, CatalogVerdict.No)]
    [InlineData("istio/pilot:1.20.0-armv7", CatalogVerdict.No, CatalogVerdict.No)]
    [InlineData("istio/pilot:1.20.0-ppc64le", CatalogVerdict.No, CatalogVerdict.No)]
    [InlineData("istio/pilot:1.20.0-arm", CatalogVerdict.Unknown, CatalogVerdict.Unknown)]
    [InlineData("istio/pilot:1.14.0-arm64", CatalogVerdict.Unknown, CatalogVerdict.No)]
    [InlineData("istio/pilot:1.20.0-amd64-arm64", CatalogVerdict.Unknown, CatalogVerdict.Unknown)]
    public void A_tag_that_names_an_architecture_is_for_that_one(string image, CatalogVerdict onArm, CatalogVerdict onAmd) =>
        Assert.Equal((onArm, onAmd), (OnArm(image).Verdict, OnAmd(image).Verdict));

    [Theory]
    [InlineData("armswdev/pytorch-arm-neoverse:latest", CatalogVerdict.Yes, CatalogVerdict.No)]
    [InlineData("datadog/agent-amd64:7.40.0", CatalogVerdict.No, CatalogVerdict.Yes)]
    [InlineData("763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-inference-arm64:2.6.0-cpu", CatalogVerdict.Yes, CatalogVerdict.No)]
    [InlineData("763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training-arm64:2.7.0-cpu", CatalogVerdict.Yes, CatalogVerdict.No)]
    [InlineData("prom/node-exporter-linux-arm64:v1.8.0", CatalogVerdict.Yes, CatalogVerdict.No)]
    [InlineData("prom/alertmanager-linux-amd64:v0.27.0", CatalogVerdict.No, CatalogVerdict.Yes)]
    [InlineData("argoproj/argocd:latest", CatalogVerdict.No, CatalogVerdict.Yes)]
    [InlineData("quay.io/coreos/kube-state-metrics:v1.9.7", CatalogVerdict.No, CatalogVerdict.Yes)]
    public void A_repository_of_one_architecture_answers_for_both_even_by_digest(string image, CatalogVerdict onArm, CatalogVerdict onAmd)
    {
        Assert.Equal((onArm, onAmd), (OnArm(image).Verdict, OnAmd(image).Verdict));
        Assert.Equal((onArm, onAmd), (OnArm($"{image}@{SomeDigest}").Verdict, OnAmd($"{image}@{SomeDigest}").Verdict));
    }

    [Theory]
    [InlineData("istio/pilot:1.20.0")]
    [InlineData("istio/pilot:1.14.0")]
    [InlineData("envoyproxy/envoy:v1.23.0")]
    [InlineData("istio/pilot:1.20.0-amd64")]
    [InlineData("traefik:v2.10-nanoserver")]
    [InlineData("pytorch/pytorch:2.0.0")]
    public void A_digest_outranks_the_tag_and_is_unknown(string image)
    {
        Assert.Equal(CatalogVerdict.Unknown, OnArm($"{image}@{SomeDigest}").Verdict);
        Assert.Equal(CatalogVerdict.Unknown, OnAmd($"{image}@{SomeDigest}").Verdict);
        Assert.Contains("digest", OnArm($"{image}@{SomeDigest}").Because, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("traefik:v2.10.4-windowsservercore-1809")]
    [InlineData("nats:2.10-nanoserver")]
    [InlineData("nats:nanoserver-ltsc2022")]
    [InlineData("amazon/aws-for-fluent-bit:windowsservercore-latest")]
    [InlineData("mcr.microsoft.com/dotnet/runtime:8.0-nanoserver-ltsc2022")]
    public void A_tag_for_Windows_is_a_no_for_Linux(string image) =>
        Assert.Equal((CatalogVerdict.No, CatalogVerdict.No), (OnArm(image).Verdict, OnAmd(image).Verdict));

    [Theory]
    [InlineData("istio/pilot:1.14.0", CatalogVerdict.Yes)]
    [InlineData("istio/pilot:latest", CatalogVerdict.Yes)]
    [InlineData("istio/pilot:nightly", CatalogVerdict.Unknown)]
    [InlineData("envoyproxy/envoy:v1.23.0", CatalogVerdict.Yes)]
    [InlineData("registry.k8s.io/autoscaling/cluster-autoscaler:v1.32.6", CatalogVerdict.Broken)]
    [InlineData("datadog/serverless-init:1.9.10", CatalogVerdict.Yes)]
    [InlineData("nats:alpine", CatalogVerdict.Yes)]
    [InlineData("envoyproxy/envoy-alpine:v1.21.6", CatalogVerdict.Yes)]
    [InlineData("hashicorp/terraform:1.2.6", CatalogVerdict.Yes)]
    [InlineData("tensorflow/tensorflow:2.14.0", CatalogVerdict.Unknown)]
    [InlineData("example.com/acme/api:1.0.0", CatalogVerdict.Unknown)]
    public void On_amd64_a_release_of_a_line_with_a_rule_runs_and_nothing_else_is_known(string image, CatalogVerdict expected) =>
        Assert.Equal(expected, OnAmd(image).Verdict);

    [Theory]
    [InlineData("example.com/acme/api:1.0.0", CatalogVerdict.Unknown)]
    [InlineData("example.com/acme/api:1.0.0-arm64", CatalogVerdict.Unknown)]
    [InlineData("example.com/acme/api-arm64:1.0.0", CatalogVerdict.Unknown)]
    [InlineData("example.com/acme/api:1.0.0-amd64", CatalogVerdict.No)]
    [InlineData("example.com/acme/api-amd64:1.0.0", CatalogVerdict.No)]
    [InlineData("example.com/google_containers/etcd-amd64:3.2.18", CatalogVerdict.No)]
    [InlineData("armhf/debian:12", CatalogVerdict.No)]
    [InlineData("aarch64/debian:12", CatalogVerdict.Unknown)]
    [InlineData("arm/tools:1.0.0", CatalogVerdict.Unknown)]
    [InlineData("dockcross/linux-x64:latest", CatalogVerdict.Unknown)]
    [InlineData("multiarch/qemu-user-static:x86_64-aarch64-7.2", CatalogVerdict.Unknown)]
    [InlineData("example.com/amd64/api:1.0.0", CatalogVerdict.Unknown)]
    public void Of_a_repository_that_no_entry_has_only_a_foreign_name_is_an_answer(string image, CatalogVerdict expected)
    {
        var answer = OnArm(image);

        Assert.Equal(expected, answer.Verdict);
        Assert.Null(answer.Entry);
        Assert.NotEmpty(answer.Because);
    }

    [Theory]
    [InlineData("public.ecr.aws/docker/library/traefik:v2.10.4", "traefik")]
    [InlineData("mirror.gcr.io/library/nats:2.10.0", "nats")]
    [InlineData("mirror.gcr.io/grafana/grafana:9.0.0", "grafana")]
    public void A_copy_of_Docker_Hub_is_answered_like_the_original(string image, string id) =>
        Assert.Equal((CatalogVerdict.Yes, id), (OnArm(image).Verdict, OnArm(image).Entry?.Id));

    [Theory]
    [InlineData("602401143452.dkr.ecr.cn-north-1.amazonaws.com/eks/coredns:v1.9.3-eksbuild.2", CatalogVerdict.Yes)]
    [InlineData("123456789012.dkr.ecr.eu-west-1.amazonaws.com/eks/coredns:v1.9.3-eksbuild.2", CatalogVerdict.Unknown)]
    [InlineData("763104351884.dkr.ecr.evil.example/pytorch-inference-arm64:1.0.0", CatalogVerdict.Unknown)]
    [InlineData("example.com/763104351884.dkr.ecr.us-west-2.amazonaws.com/pytorch-inference-arm64:1.0.0", CatalogVerdict.Unknown)]
    public void An_account_of_Amazon_is_matched_in_any_region_and_no_other_account_is(string image, CatalogVerdict expected) =>
        Assert.Equal(expected, OnArm(image).Verdict);

    [Theory]
    [InlineData("linux/arm64/v8", CatalogVerdict.Yes)]
    [InlineData("linux/aarch64", CatalogVerdict.Yes)]
    [InlineData("linux/arm64/v9", CatalogVerdict.Yes)]
    [InlineData("linux/amd64/v3", CatalogVerdict.Yes)]
    [InlineData("linux/arm/v7", CatalogVerdict.Unknown)]
    [InlineData("linux/s390x", CatalogVerdict.Unknown)]
    [InlineData("windows/amd64", CatalogVerdict.Unknown)]
    [InlineData("windows/arm64", CatalogVerdict.Unknown)]
    public void The_catalog_speaks_of_Linux_on_arm64_and_amd64_only(string platform, CatalogVerdict expected) =>
        Assert.Equal(expected, Catalog.Embedded.Ask(ImageReference.Parse("istio/pilot:1.20.0"), Platform.Parse(platform)).Verdict);

    [Theory]
    [InlineData("amazon/aws-for-fluent-bit:init-2.31.0", CatalogVerdict.Yes)]
    [InlineData("amazon/aws-for-fluent-bit:init-latest", CatalogVerdict.Yes)]
    [InlineData("amazon/aws-for-fluent-bit:init-arm64-2.31.8", CatalogVerdict.Yes)]
    [InlineData("amazon/aws-for-fluent-bit:init-amd64-2.31.8", CatalogVerdict.No)]
    [InlineData("amazon/aws-for-fluent-bit:init-2.8.0", CatalogVerdict.No)]
    [InlineData("amazon/aws-for-fluent-bit:debug-2.31.0", CatalogVerdict.Unknown)]
    public void A_prefix_of_the_line_is_passed_by(string image, CatalogVerdict expected) => Assert.Equal(expected, OnArm(image).Verdict);

    [Theory]
    [InlineData("traefik:v1.4.2-alpine", CatalogVerdict.No)]
    [InlineData("traefik:1.3-alpine", CatalogVerdict.No)]
    [InlineData("traefik:1.4.3-alpine", CatalogVerdict.Yes)]
    [InlineData("openjdk:11-jre-alpine", CatalogVerdict.Unknown)]
    [InlineData("openjdk:11-jre", CatalogVerdict.Yes)]
    public void A_variant_has_a_history_of_its_own(string image, CatalogVerdict expected) => Assert.Equal(expected, OnArm(image).Verdict);

    [Theory]
    [InlineData("node:6.14-slim", "node:6.14-slim-debian")]
    [InlineData("tomcat:7-slim", "tomcat:7-slim-debian")]
    [InlineData("envoyproxy/envoy:debug-latest", "envoyproxy/envoy:debug-latest-alpine")]
    public void A_word_more_makes_no_yes_of_what_a_rule_says_is_none(string image, string longer)
    {
        Assert.NotEqual(CatalogVerdict.Yes, OnArm(image).Verdict);
        Assert.Equal(CatalogVerdict.Unknown, OnArm(longer).Verdict);
    }

    private static CatalogAnswer OnArm(string image) => Catalog.Embedded.Ask(ImageReference.Parse(image), Platform.LinuxArm64);

    private static CatalogAnswer OnAmd(string image) => Catalog.Embedded.Ask(ImageReference.Parse(image), LinuxAmd64);
}
