using Archway.Verifying;
using Xunit;

namespace Archway.Core.Tests.Verifying;

/// <summary>What is told of the line that made a layer.</summary>
public sealed class HistoryLineTests
{
    [Theory]
    [InlineData("|1 TOKEN=abc /bin/sh -c make", "|1 … /bin/sh -c make")]
    [InlineData("RUN |2 TOKEN=abc NOTE=two words /bin/sh -c make # buildkit", "RUN |2 … /bin/sh -c make # buildkit")]
    [InlineData("RUN |1 TOKEN=abc /bin/bash -o pipefail -c make", "RUN |1 … /bin/bash -o pipefail -c make")]
    [InlineData("RUN |1 TOKEN=/bin/sh -c abc /bin/ash -exc make", "RUN |1 … /bin/ash -exc make")]
    [InlineData("RUN |1 TOKEN=abc make", "RUN |1 …")]
    [InlineData("|1 ", "|1 …")]
    [InlineData("ADD https://ann:secret@host/file /", "ADD https://***@host/file /")]
    public void The_arguments_of_a_build_are_not_told(string line, string told) => Assert.Equal(told, HistoryLine.Told(line));

    [Theory]
    [InlineData("")]
    [InlineData("|")]
    [InlineData("RUN ")]
    [InlineData("COPY file:1234 in /bin")]
    [InlineData("RUN /bin/sh -c echo a | wc -c")]
    [InlineData("| 2 /bin/sh -c make")]
    public void Any_other_line_is_told_as_it_is(string line) => Assert.Equal(line, HistoryLine.Told(line));
}
