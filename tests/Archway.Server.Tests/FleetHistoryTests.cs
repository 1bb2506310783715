using Archway.Fleets;
using Archway.Server.Fleets;
using Archway.Testing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Archway.Server.Tests;

/// <summary>How the fleet went: kept in a file where one is named, within bounds, whatever becomes of it.</summary>
public sealed class FleetHistoryTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task It_survives_a_restart()
    {
        await using var scene = await FleetScene.CreateAsync();
        scene.Cluster.Put("pods", FleetScene.Pod("a", scene.Registry.Put("team/both", "1", Images.Index("linux/arm64"))));
        await scene.BeginAsync(Filed);
        var before = await scene.UntilAsync(fleet => fleet.GetProperty("trend").GetArrayLength() > 0);
        await scene.EndAsync();

        await scene.BeginAsync(options => Filed(options) with { RecordEvery = TimeSpan.FromHours(1), AskEvery = TimeSpan.FromHours(1) });
        var after = await scene.UntilAsync(_ => true);

        Assert.Equal(before.GetProperty("trend")[0].ToString(), after.GetProperty("trend")[0].ToString());
        Assert.Equal("""{"verified":0,"ready":1,"change":0,"unknown":0,"blocked":0}""", after.GetProperty("trend")[0].GetProperty("counts").ToString());
        Assert.DoesNotContain("in memory", FleetScene.Notes(after), StringComparison.Ordinal);
        Assert.StartsWith("[{\"at\":", await scene.GetAsync("/api/trend"), StringComparison.Ordinal);

        FleetOptions Filed(FleetOptions options) => options with { HistoryFile = scene.HistoryFile };
    }

    [Theory]
    [InlineData("it is no SQLite at all, and longer than the header of one is, which has a hundred bytes; so this goes on for a while, and on", "it is no database of SQLite, or a broken one")]
    [InlineData("foreign", "it is another program's database; name another file")]
    [InlineData("later", "a later version of this program wrote it (form 9, and this one reads 1)")]
    [InlineData("folder", "it cannot be opened; is its folder there, and may this program write to it?")]
    [InlineData("torn", "broken")]
    public async Task A_file_that_is_not_ours_or_broken_is_told_and_left_as_it_is(string what, string told)
    {
        await using var scene = await FleetScene.CreateAsync();
        Make(scene.HistoryFile, what);
        var before = File.Exists(scene.HistoryFile) ? await File.ReadAllBytesAsync(scene.HistoryFile, Webhook.Stop) : [];

        await scene.BeginAsync(options => options with { HistoryFile = what == "folder" ? Path.Combine(scene.HistoryFile, "x", "history.db") : scene.HistoryFile });
        var fleet = await scene.UntilAsync(now => now.GetProperty("trend").GetArrayLength() > 0);

        Assert.Contains("in memory alone, until this server ends: ", FleetScene.Notes(fleet), StringComparison.Ordinal);
        Assert.Contains(told, FleetScene.Notes(fleet), StringComparison.Ordinal);
        Assert.Contains(scene.Log, line => line.Contains(told, StringComparison.Ordinal));
        if (File.Exists(scene.HistoryFile)) Assert.Equal(before, await File.ReadAllBytesAsync(scene.HistoryFile, Webhook.Stop));
    }

    [Fact]
    public void A_full_disk_is_told_once_and_what_it_did_not_take_is_written_when_there_is_room()
    {
        using TempFolder folder = new();
        List<string> log = [];
        var options = Options(folder) with { MostHistoryPages = 3 };
        using (var full = FleetHistory.Open(options, log.Add))
        {
            for (var i = 0; i < 400; i++) full.Add(Point(0) with { At = Start + TimeSpan.FromMinutes(i) });
            Assert.Equal(400, full.Points().Count);
            Assert.Contains("cannot be written: its disk is full", full.Note, StringComparison.Ordinal);
            Assert.Single(log);
        }

        using var roomy = FleetHistory.Open(Options(folder), log.Add);
        var kept = roomy.Points().Count;
        Assert.InRange(kept, 1, 399);
        roomy.Add(Point(0) with { At = Start + TimeSpan.FromMinutes(400) });
        Assert.Null(roomy.Note);
        Assert.Equal(kept + 1, roomy.Points().Count);
    }

    [Fact]
    public void A_point_every_quarter_of_an_hour_for_three_years_is_kept_within_bounds()
    {
        using TempFolder folder = new();
        using (var history = FleetHistory.Open(Options(folder), _ => { }))
        {
            List<FleetPoint> points = [];
            for (var i = 0; i < 3 * 365 * 96; i++)
            {
                points.Add(Point(i));
                if (i % 96 == 0) FleetHistory.Thinned(points, points[^1].At);
            }

            foreach (var point in points.TakeLast(300)) history.Add(point);
            Assert.InRange(points.Count, 3 * 365, 3 * 365 + 30 * 24 + 4 * 96);
            Assert.Equal(points.OrderBy(point => point.At), points);
            Assert.Equal(TimeSpan.FromMinutes(15), points[^1].At - points[^2].At);
        }

        Assert.InRange(new FileInfo(Path.Combine(folder.Path, "history.db")).Length, 4096, 200_000);
    }

    [Fact]
    public void What_is_let_go_of_in_memory_is_let_go_of_in_the_file()
    {
        using TempFolder folder = new();
        int kept;
        using (var history = FleetHistory.Open(Options(folder), _ => { }))
        {
            for (var i = 0; i < 5 * 96; i++) history.Add(Point(i));
            kept = history.Points().Count;
        }

        Assert.InRange(kept, 2 * 96 + 3 * 24 - 2, 2 * 96 + 3 * 24 + 2);
        using var again = FleetHistory.Open(Options(folder), _ => { });
        Assert.Equal(kept, again.Points().Count);
    }

    private static FleetPoint Point(int quarter) => new(Start + TimeSpan.FromMinutes(15) * quarter, new(1, 2, 3, 4, quarter % 5));

    private static FleetOptions Options(TempFolder folder) => new() { Listen = new(System.Net.IPAddress.Loopback, 0), HistoryFile = Path.Combine(folder.Path, "history.db") };

    private static void Make(string file, string what)
    {
        if (what == "folder") return;
        if (what is not ("foreign" or "later" or "torn"))
        {
            File.WriteAllText(file, what);
            return;
        }

        using (SqliteConnection connection = new($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = what switch
            {
                "foreign" => "CREATE TABLE theirs (x)",
                "later" => $"PRAGMA application_id = {0x4177466C}; PRAGMA user_version = 9; CREATE TABLE point (x)",
                _ => $"PRAGMA application_id = {0x4177466C}; PRAGMA user_version = 1; CREATE TABLE point (at INTEGER PRIMARY KEY, x); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO point SELECT i, i FROM n",
            };
            command.ExecuteNonQuery();
        }

        if (what != "torn") return;
        using var torn = File.OpenWrite(file);
        torn.Position = 4096 + 100;
        torn.Write(new byte[8192]);
    }
}
