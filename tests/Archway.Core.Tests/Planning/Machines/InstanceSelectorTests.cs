using Archway.Planning.Machines;
using Archway.Testing;
using Xunit;

namespace Archway.Core.Tests.Planning.Machines;

public sealed class InstanceSelectorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_is_asked_for_all_arm_machines_of_the_region()
    {
        var offer = await AskAsync($"echo \"$@\" > '{_folder.Path}/asked'; echo m7g.large; echo t4g.nano; echo; echo 'not a type'; echo 'NOTE: 3 entries' >&2", "eu-central-1");

        Assert.Equal("-a arm64 -r eu-central-1 --max-results 10000\n", await File.ReadAllTextAsync(Path.Combine(_folder.Path, "asked"), TestContext.Current.CancellationToken));
        Assert.Equal((true, "ec2-instance-selector"), (offer.IsKnown, offer.Says));
        Assert.Equal(["m7g.large", "t4g.nano"], offer.Types);
        Assert.Equal((true, false), (offer.Has("m7g.large"), offer.Has("m8g.large")));
    }

    [Fact]
    public async Task A_region_without_arm_machines_offers_none()
    {
        var offer = await AskAsync("echo 'NOTE: The criteria was too narrow and returned no valid instance types.' >&2; exit 1", "eu-central-1");

        Assert.Equal((true, false), (offer.IsKnown, offer.Has("m7g.large")));
    }

    [Theory]
    [InlineData("echo 'An error: no credentials' >&2; exit 1", "ec2-instance-selector failed: An error: no credentials")]
    [InlineData("exit 3", "ec2-instance-selector failed: its exit code is 3")]
    [InlineData("echo hello", "ec2-instance-selector named no type")]
    [InlineData("yes m7g.large", "ec2-instance-selector answered more than it may")]
    [InlineData("printf 'red \\033[31m' >&2; exit 1", "ec2-instance-selector failed: red [31m")]
    public async Task A_program_that_fails_makes_nothing_known(string script, string what)
    {
        var offer = await AskAsync(script, "eu-central-1");

        Assert.Equal((false, null), (offer.IsKnown, offer.Has("m7g.large")));
        Assert.Equal($"not known for eu-central-1: {what}; try 'ec2-instance-selector -a arm64 -r eu-central-1'", offer.Says);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_said_to_be_missing()
    {
        var offer = await InstanceSelector.AskAsync("eu-central-1", _folder.Path + ":relative", TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal("not known for eu-central-1: ec2-instance-selector is not on the PATH; install it, and it is asked 'ec2-instance-selector -a arm64 -r eu-central-1'", offer.Says);
    }

    [Theory]
    [InlineData("--debug")]
    [InlineData("eu-central-1 --profile x")]
    [InlineData("eu-central-1\n")]
    [InlineData("")]
    public async Task What_is_no_region_is_never_an_argument(string region)
    {
        var offer = await AskAsync($"touch '{_folder.Path}/asked'; echo m7g.large", region);

        Assert.False(offer.IsKnown);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "asked")));
    }

    private async Task<ArmOffer> AskAsync(string script, string region)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in is a shell script");
        _folder.With("bin/ec2-instance-selector", $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(_folder.Path, "bin/ec2-instance-selector"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return await InstanceSelector.AskAsync(region, Path.Combine(_folder.Path, "bin"), TimeProvider.System, TestContext.Current.CancellationToken);
    }
}
