using System.Net;
using Archway.Oci.Registries;
using Xunit;

namespace Archway.Oci.Tests.Registries;

public class AddressTests
{
    [Theory]
    [InlineData("8.8.8.8", "Public")]
    [InlineData("2606:4700::1", "Public")]
    [InlineData("10.1.2.3", "Private")]
    [InlineData("172.31.0.1", "Private")]
    [InlineData("172.32.0.1", "Public")]
    [InlineData("192.168.0.1", "Private")]
    [InlineData("127.0.0.2", "Private")]
    [InlineData("0.0.0.0", "Private")]
    [InlineData("100.64.0.1", "Private")]
    [InlineData("::1", "Private")]
    [InlineData("fd12::1", "Private")]
    [InlineData("::ffff:10.0.0.1", "Private")]
    [InlineData("64:ff9b::a00:1", "Private")]
    [InlineData("2002:a00:1::", "Private")]
    [InlineData("169.254.169.254", "Forbidden")]
    [InlineData("169.254.170.2", "Forbidden")]
    [InlineData("fe80::1%2", "Forbidden")]
    [InlineData("::ffff:169.254.169.254", "Forbidden")]
    [InlineData("64:ff9b::a9fe:a9fe", "Forbidden")]
    [InlineData("fd00:ec2::254", "Forbidden")]
    [InlineData("168.63.129.16", "Forbidden")]
    [InlineData("224.0.0.1", "Forbidden")]
    public void An_address_belongs_to_a_kind_of_network(string address, string kind) =>
        Assert.Equal(kind, Addresses.Of(IPAddress.Parse(address)).ToString());
}
