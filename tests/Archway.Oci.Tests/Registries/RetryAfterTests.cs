using System.Globalization;
using Archway.Oci.Registries;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries;

/// <summary>When to ask again, as registries and token services say it.</summary>
public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Theory]
    [InlineData("3600", 3600)]
    [InlineData(" 3600 ", 3600)]
    [InlineData("2147483647", Month)]
    [InlineData("2147483648", Month)]
    [InlineData("4294967296", Month)]
    [InlineData("9223372036854775807", Month)]
    [InlineData("99999999999999999999999999", Month)]
    [InlineData("2592001", Month)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", Month)]
    public async Task A_time_far_away_is_not_waited_for_but_told(string header, int seconds) => await IsToldAsync(header, seconds);

    [Fact]
    public async Task A_date_is_a_time() => await IsToldAsync(Now.AddHours(1).ToString("r", CultureInfo.InvariantCulture), 3600);

    [Fact]
    public async Task A_date_of_the_form_before_last_is_a_time() =>
        await IsToldAsync(Now.AddHours(1).ToString("dddd, dd-MMM-yy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture), 3600);

    // https://github.com/docker/hub-feedback/issues/2459
    [Fact]
    public async Task A_number_of_the_epoch_is_a_time()
    {
        await IsToldAsync($"{Now.AddHours(1).ToUnixTimeSeconds()}", 3600);
        await IsToldAsync($"{Now.AddHours(1).ToUnixTimeMilliseconds()}", 3600);
    }

    [Theory]
    [InlineData("Wed, 21 Oct 2015 07:28:00 GMT")]
    [InlineData("-5")]
    [InlineData("0")]
    [InlineData("soon")]
    [InlineData("1.5")]
    [InlineData("")]
    public async Task What_is_no_time_to_come_is_none(string header)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Answer(429, retryAfter: header);

        var refusal = await Asking.RefusalAsync($"{registry.Host}/acme/api:1");

        Assert.Null(refusal.Until);
        Assert.Contains("rate limited: ", refusal.Message);
        Assert.Equal(1 + Asking.Options.Retries, registry.Log.Count);
    }

    [Fact]
    public async Task A_number_of_the_epoch_that_is_over_is_none()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Answer(429, retryAfter: $"{Now.AddMinutes(-1).ToUnixTimeSeconds()}");

        Assert.Null((await Asking.RefusalAsync($"{registry.Host}/acme/api:1")).Until);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/token")]
    public async Task A_failure_of_a_hosts_own_says_until_when_too(string path)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer();
        registry.On(path).Answer(503, retryAfter: "3600");

        var refusal = await Asking.RefusalAsync($"{registry.Host}/acme/api:1");

        Assert.Equal(RegistryFault.Failed, refusal.Fault);
        Assert.Contains($"answered 503 Service Unavailable and wants to be left alone until {refusal.Until:u}; ask again then", refusal.Message);
        Assert.Equal(1, registry.Log.Count(request => path.Length == 0 || request.Path == path));
    }

    private const int Month = 30 * 24 * 60 * 60;

    private static async Task IsToldAsync(string header, int seconds)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Answer(429, retryAfter: header);

        var refusal = await Asking.RefusalAsync($"{registry.Host}/acme/api:1");

        Assert.Equal(RegistryFault.RateLimited, refusal.Fault);
        Assert.InRange(refusal.Until!.Value, Now.AddSeconds(seconds - 2), Now.AddSeconds(seconds + 60));
        Assert.Contains($"rate limited until {refusal.Until:u}: ", refusal.Message);
        Assert.Single(registry.Log);
    }
}
