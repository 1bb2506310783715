using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Aws;

/// <summary>Credentials that are not there, or in a form that is not read: the form is named, and what to do.</summary>
public sealed class AwsCredentialTests : IDisposable
{
    private const string Remedy = "profiles of SSO and of roles are not read, their keys are: aws configure export-credentials --format env";

    private readonly ArchwayProgram _archway = new();
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Without_any_it_is_said_where_they_were_looked_for() => Assert.Equal(
        "there are no AWS credentials: neither AWS_ACCESS_KEY_ID nor a profile in ~/.aws is set; log in with aws, then: eval \"$(aws configure export-credentials --format env)\"", await RefusalAsync());

    [Theory]
    [InlineData("sso_session = corp\nsso_account_id = 123456789012", "of SSO (IAM Identity Center)")]
    [InlineData("sso_start_url = https://corp.awsapps.com/start", "of SSO (IAM Identity Center)")]
    [InlineData("role_arn = arn:aws:iam::123456789012:role/ops\nsource_profile = default", "of a role (role_arn)")]
    [InlineData("role_arn = arn:aws:iam::123456789012:role/ops\nweb_identity_token_file = /run/token", "of a web identity (web_identity_token_file)")]
    [InlineData("credential_process = /opt/bin/keys --for ops", "of a program (credential_process)")]
    [InlineData("login_session = arn:aws:iam::123456789012:user/ann", "of aws login (login_session)")]
    public async Task A_profile_without_keys_is_named_with_its_form(string settings, string form)
    {
        _folder.With("config", $"[default]\nregion = eu-central-1\n{settings}\n[profile ops]\n{settings}\n");
        _archway.With("AWS_CONFIG_FILE", Path.Combine(_folder.Path, "config"));

        Assert.Equal($"the AWS profile 'default' has no keys in ~/.aws: it is one {form}; {Remedy}", await RefusalAsync());
        _archway.With("AWS_PROFILE", "ops");
        Assert.Equal($"the AWS profile 'ops' has no keys in ~/.aws: it is one {form}; {Remedy}", await RefusalAsync());
    }

    [Fact]
    public async Task A_profile_that_is_not_there_is_said_not_to_be()
    {
        _archway.With("AWS_PROFILE", "nowhere");

        Assert.Equal($"the AWS profile 'nowhere' has no keys in ~/.aws; {Remedy}", await RefusalAsync());
    }

    [Theory]
    [InlineData("AWS_WEB_IDENTITY_TOKEN_FILE", "the role of this pod (AWS_WEB_IDENTITY_TOKEN_FILE) is not asked for; ")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "the role of this container (AWS_CONTAINER_CREDENTIALS_…) is not asked for, since no link-local address is; ")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "the role of this container (AWS_CONTAINER_CREDENTIALS_…) is not asked for, since no link-local address is; ")]
    public async Task A_role_that_is_not_asked_for_is_named(string variable, string message)
    {
        _archway.With(variable, "/v2/credentials/a-secret-path");

        var refusal = await RefusalAsync();

        Assert.Contains(message, refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret-path", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_of_a_key_is_no_key()
    {
        _archway.With("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");

        Assert.Equal("of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment only one is set", await RefusalAsync());
    }

    [Theory]
    [InlineData("", "no region is named; write it into the target, as ecs:eu-central-1/ or ecr:123456789012/eu-central-1, or set AWS_REGION")]
    [InlineData("evil.example/", "'evil.example/' is not the name of an AWS region, such as eu-central-1")]
    public async Task A_region_is_needed_and_no_way_to_another_host(string region, string message)
    {
        _archway.With("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE").With("AWS_SECRET_ACCESS_KEY", "hidden").With("AWS_REGION", region);

        Assert.Equal(message, await RefusalAsync(region: null));
    }

    public void Dispose()
    {
        _archway.Dispose();
        _folder.Dispose();
    }

    private async Task<string> RefusalAsync(string? region = "eu-central-1")
    {
        if (region is not null) _archway.With("AWS_REGION", region);
        var ran = await _archway.RunAsync("scan", "ecs:", "--offline", "--no-cache", "--quiet");

        Assert.Equal(2, ran.ExitCode);
        Assert.StartsWith("archway: nothing was read from 'ecs:': ", ran.Error, StringComparison.Ordinal);
        return ran.Error.Trim()["archway: nothing was read from 'ecs:': ".Length..];
    }
}
