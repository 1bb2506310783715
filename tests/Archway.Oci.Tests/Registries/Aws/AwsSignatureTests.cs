using System.Net.Http.Headers;
using Archway.Oci.Registries.Aws;
using Xunit;

namespace Archway.Oci.Tests.Registries.Aws;

public sealed class AwsSignatureTests
{
    private static readonly AwsKeys Keys = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null, "a test");

    [Fact]
    public void The_example_of_amazons_documentation_is_signed_as_it_says()
    {
        using HttpRequestMessage message = new(HttpMethod.Get, "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08")
        {
            Content = new ByteArrayContent([]),
        };
        message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded; charset=utf-8");

        AwsSignature.Sign(message, [], Keys, "us-east-1", "iam", new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero));

        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, "
            + "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
            message.Headers.NonValidated["Authorization"].ToString());
    }

    [Fact]
    public void Keys_do_not_show_themselves() => Assert.Equal("AWS keys from a test", Keys.ToString());
}
