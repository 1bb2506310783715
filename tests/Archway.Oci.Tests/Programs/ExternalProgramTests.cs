using System.Text;
using Archway.Oci.Programs;
using Xunit;

namespace Archway.Oci.Tests.Programs;

public sealed class ExternalProgramTests
{
    [Theory]
    [InlineData("cat; echo done >&2; exit 4", nameof(ProgramEnd.Exited), 4, "question", "done\n")]
    [InlineData("exit 0", nameof(ProgramEnd.Exited), 0, "", "")]
    [InlineData("echo more than sixteen bytes; sleep 600", nameof(ProgramEnd.TooMuch), 0, "", "")]
    [InlineData("exec sleep 600", nameof(ProgramEnd.TooSlow), 0, "", "")]
    public async Task A_run_ends_with_what_was_written_or_with_the_bound_it_met(string script, string end, int exitCode, string output, string error)
    {
        var answer = await RunAsync(new() { Arguments = ["-c", script], Input = "question", Limit = TimeSpan.FromSeconds(2), MostOutput = 16 });

        Assert.Equal((end, exitCode, output, error),
            (answer.End.ToString(), answer.ExitCode, Encoding.UTF8.GetString(answer.Output), Encoding.UTF8.GetString(answer.Error)));
    }

    [Fact]
    public async Task One_that_takes_too_much_memory_is_ended()
    {
        var answer = await RunAsync(new() { Arguments = ["-c", "exec sleep 600"], Limit = TimeSpan.FromMinutes(2), MostOutput = 16, MostMemory = 1 });

        Assert.Equal(ProgramEnd.TooLarge, answer.End);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_no_place_to_start_in()
    {
        var answer = await RunAsync(
            new() { Arguments = ["-c", "exit 0"], Limit = TimeSpan.FromMinutes(1), MostOutput = 16, WorkingFolder = "/nowhere/at/all" });

        Assert.Equal(ProgramEnd.NotStarted, answer.End);
    }

    [Theory]
    [InlineData("sh", "bin:./bin:")]
    [InlineData("no-such-program", "/bin")]
    [InlineData("sh", null)]
    public void A_program_that_is_not_on_an_absolute_entry_of_the_path_is_not_found(string name, string? path) => Assert.Null(ExternalProgram.Find(name, path));

    private static Task<ProgramAnswer> RunAsync(ProgramCall call)
    {
        var shell = ExternalProgram.Find("sh", "/bin");
        Assert.SkipWhen(shell is null, "/bin/sh is not here to be run");
        return shell.RunAsync(call, TimeProvider.System, TestContext.Current.CancellationToken);
    }
}
