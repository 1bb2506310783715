using Archway.Oci.Registries;
using Xunit;

namespace Archway.Oci.Tests.Registries;

/// <summary>The examples of RFC 8288, section 3.5, and what its grammar allows besides.</summary>
public sealed class WebLinkTests
{
    [Fact]
    public void A_link_has_a_relation_and_a_title()
    {
        var link = Assert.Single(WebLink.Read("<http://example.com/TheBook/chapter2>; rel=\"previous\"; title=\"previous chapter\""));

        Assert.Equal("http://example.com/TheBook/chapter2", link.Target);
        Assert.True(link.Is("previous"));
        Assert.Equal("previous chapter", link.Parameters["title"]);
    }

    [Fact]
    public void A_relation_may_be_an_address() =>
        Assert.True(Assert.Single(WebLink.Read("</>; rel=\"http://example.net/foo\"")).Is("http://example.net/foo"));

    [Fact]
    public void A_link_from_another_place_leads_from_there() =>
        Assert.False(Assert.Single(WebLink.Read("</terms>; rel=\"copyright\"; anchor=\"#foo\"")).Is("copyright"));

    [Fact]
    public void One_header_may_hold_several_links()
    {
        var links = WebLink.Read(
            "</TheBook/chapter2>; rel=\"previous\"; title*=UTF-8'de'letztes%20Kapitel, "
            + "</TheBook/chapter4>; rel=\"next\"; title*=UTF-8'de'n%c3%a4chstes%20Kapitel").ToList();

        Assert.Equal(["/TheBook/chapter2", "/TheBook/chapter4"], links.Select(link => link.Target));
        Assert.Equal([false, true], links.Select(link => link.Is("next")));
        Assert.Equal("UTF-8'de'letztes%20Kapitel", links[0].Parameters["title*"]);
    }

    [Fact]
    public void A_link_may_have_several_relations()
    {
        var link = Assert.Single(WebLink.Read("<http://example.org/>; rel=\"start http://example.net/relation/other\""));

        Assert.True(link.Is("start"));
        Assert.True(link.Is("http://example.net/relation/other"));
    }

    [Theory]
    [InlineData("</a>;rel=next", "/a")]
    [InlineData("  </a>  ;  rel  =  \"next\"  ", "/a")]
    [InlineData("</a>\t;\trel\t=\tnext", "/a")]
    [InlineData("</a>; REL=NEXT", "/a")]
    [InlineData("</a>; rel=\"ne\\xt\"", "/a")]
    [InlineData("</a>; rel=\"prev next\"", "/a")]
    [InlineData("</a>; title=\"one, <two>; rel=prev\"; rel=\"next\"", "/a")]
    [InlineData("</a>; title=\"a \\\"quoted\\\", word\"; rel=next", "/a")]
    [InlineData("</a,b;c>; rel=next", "/a,b;c")]
    [InlineData("</a>; crossorigin; rel=next", "/a")]
    [InlineData("</a>;; rel=next;", "/a")]
    [InlineData(",, </a>; rel=prev ,, </b>; rel=next,", "/b")]
    [InlineData("</a>; rel=prev; rel=next, </b>; rel=next", "/b")]
    [InlineData("</a>; title=next, </b>; rel=next", "/b")]
    [InlineData("</a>; rel=nextish, </b>; rel=next", "/b")]
    [InlineData("</a>; rel=next, </b>; rel=next", "/a")]
    [InlineData("</a>; rel=next, something else", "/a")]
    [InlineData("< /a >; rel=next", "/a")]
    [InlineData("<>; rel=next", "")]
    [InlineData("</a>; rel=\"next", "/a")]
    public void The_next_page_is_found(string header, string target) => Assert.Equal(target, WebLink.Read(header).First(link => link.Is("next")).Target);

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    [InlineData("</a>; rel=prev")]
    [InlineData("</a>; rel=\"\"")]
    [InlineData("</a>; rel")]
    public void Where_none_is_named_there_is_none(string header) => Assert.DoesNotContain(WebLink.Read(header), link => link.Is("next"));

    [Theory]
    [InlineData("/a; rel=next")]
    [InlineData("</a; rel=next")]
    [InlineData("</a> rel=next")]
    [InlineData("</a>; rel=prev, /b; rel=next")]
    public void What_is_no_link_is_not_passed_over(string header) => Assert.Throws<FormatException>(() => WebLink.Read(header).Count(link => link.Is("next")));
}
