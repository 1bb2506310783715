using Archway.Gpu.Hosts;
using Xunit;

namespace Archway.Core.Tests.Gpu;

/// <summary>What is kept of a host's configurations: everything but what may be secret, each line where it was.</summary>
public sealed class SecretFreeTextTests
{
    [Theory]
    [InlineData("password = \"\"\"\nTOPSECRET\n\"\"\"\na = 1")]
    [InlineData("token = '''TOPSECRET'''")]
    [InlineData("secret_key = {a = \"TOPSECRET\"}")]
    [InlineData("tokens = [\"TOPSECRET\", \"TOPSECRET\"]")]
    [InlineData("[plugins.\"io.containerd.grpc.v1.cri\".registry.headers]\n  X-Meta = [\"TOPSECRET\"]\n  other = \"TOPSECRET\"\n[next]\n  a = \"kept\"")]
    [InlineData("headers = { X-Meta = \"TOPSECRET\" }")]
    [InlineData("https_proxy = \"bob:TOPSECRET@proxy:3128\"")]
    [InlineData("{\"proxies\": {\"http-proxy\": \"bob:TOPSECRET@proxy:3128\"}}")]
    [InlineData("{\"runtimes\": {\"nvidia\": {\"path\": \"kept\", \"env\": [\"KEY=TOPSECRET\", \"NVIDIA_VISIBLE_DEVICES=all\"]}}}")]
    [InlineData("{\"a\": \"https://bob:TOPSECRET@registry.example\"}")]
    [InlineData("\"password\": \"TOPSECRET\"")]
    public void What_may_be_secret_is_blanked_and_its_lines_stay(string text)
    {
        var kept = SecretFreeText.Of("/etc/containerd/config.toml", text);

        Assert.DoesNotContain("TOPSECRET", kept, StringComparison.Ordinal);
        Assert.Contains("***", kept, StringComparison.Ordinal);
        Assert.Equal(text.Count(c => c == '\n'), kept.Count(c => c == '\n'));
        if (text.Contains("kept", StringComparison.Ordinal)) Assert.Contains("\"kept\"", kept, StringComparison.Ordinal);
        if (text.Contains("NVIDIA_", StringComparison.Ordinal)) Assert.Contains("\"NVIDIA_VISIBLE_DEVICES=all\"", kept, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version = 3\n[plugins.\"io.containerd.cri.v1.runtime\".containerd.runtimes.nvidia.options]\n  BinaryName = \"/usr/bin/nvidia-container-runtime\"\n")]
    [InlineData("{\"runtimes\": {\"nvidia\": {\"path\": \"nvidia-container-runtime\", \"args\": []}}, \"features\": {\"cdi\": true}}")]
    [InlineData("environment = []\nldconfig = \"@/sbin/ldconfig.real\"\n")]
    public void What_is_none_stays(string text) => Assert.Equal(text, SecretFreeText.Of("/etc/containerd/config.toml", text));
}
