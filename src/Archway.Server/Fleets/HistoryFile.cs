using System.Globalization;
using Archway.Fleets;
using Microsoft.Data.Sqlite;

namespace Archway.Server.Fleets;

/// <summary>The file that keeps how the fleet stood: one row a time, and no more pages than it is let have.</summary>
/// <remarks>What marks it as ours is SQLite's own (<see href="https://www.sqlite.org/pragma.html#pragma_application_id"/>).</remarks>
internal sealed class HistoryFile : IDisposable
{
    // "AwFl".
    private const int Mark = 0x4177466C;
    private const int Form = 1;
    private const int MostRows = 20_000;
    private const int MostCount = 1_000_000_000;
    private readonly SqliteConnection _connection;

    private HistoryFile(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens the file, and makes it where there is none.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="mostPages">How many pages of 4096 bytes it may have.</param>
    /// <param name="problem">Why it cannot be used; null where it can.</param>
    internal static HistoryFile? Open(string file, int mostPages, out string? problem)
    {
        // One connection, kept: pooling would keep the file open behind it.
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            connection.Open();
            problem = Problem(connection);
            if (problem is null)
            {
                Run(connection, $"PRAGMA application_id = {Mark}; PRAGMA user_version = {Form}; PRAGMA max_page_count = {mostPages}; PRAGMA secure_delete = OFF;"
                    + "CREATE TABLE IF NOT EXISTS point (at INTEGER PRIMARY KEY, verified INTEGER NOT NULL, ready INTEGER NOT NULL, change INTEGER NOT NULL, unknown INTEGER NOT NULL, blocked INTEGER NOT NULL) STRICT");
                return new(connection);
            }
        }
        catch (SqliteException fault)
        {
            problem = fault.SqliteErrorCode switch
            {
                11 or 26 => "it is no database of SQLite, or a broken one; name another file, or take it away",
                14 => "it cannot be opened; is its folder there, and may this program write to it?",
                _ => Words(fault),
            };
        }

        connection.Dispose();
        return null;
    }

    /// <summary>What it holds, earliest first.</summary>
    /// <exception cref="SqliteException">It cannot be read.</exception>
    internal List<FleetPoint> Read()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"SELECT at, verified, ready, change, unknown, blocked FROM point ORDER BY at DESC LIMIT {MostRows}");
        using var rows = command.ExecuteReader();
        List<FleetPoint> points = [];
        while (rows.Read())
        {
            // The file may have been written by anyone.
            var at = Math.Clamp(rows.GetInt64(0), 0, DateTimeOffset.MaxValue.ToUnixTimeSeconds());
            points.Add(new(DateTimeOffset.FromUnixTimeSeconds(at), new(Count(1), Count(2), Count(3), Count(4), Count(5))));
        }

        points.Reverse();
        return points;

        int Count(int column) => (int)Math.Clamp(rows.GetInt64(column), 0, MostCount);
    }

    /// <summary>Adds a point, and takes others away.</summary>
    /// <exception cref="SqliteException">It cannot be written.</exception>
    internal void Write(IEnumerable<FleetPoint> added, IEnumerable<FleetPoint> removed)
    {
        using var all = _connection.BeginTransaction();
        foreach (var point in removed) Change(all, "DELETE FROM point WHERE at = $at", point);
        foreach (var point in added)
            Change(all, "INSERT OR REPLACE INTO point (at, verified, ready, change, unknown, blocked) VALUES ($at, $verified, $ready, $change, $unknown, $blocked)", point);
        all.Commit();
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>What SQLite says, in words.</summary>
    internal static string Words(SqliteException fault) => fault.SqliteErrorCode switch
    {
        13 => "its disk is full, or it has as many pages as it may have",
        8 => "it may not be written to",
        10 => "reading or writing it failed",
        _ => fault.Message.TrimEnd('.'),
    };

    private static string? Problem(SqliteConnection connection)
    {
        var (mark, form) = (Number(connection, "PRAGMA application_id"), Number(connection, "PRAGMA user_version"));
        var isNew = Number(connection, "SELECT count(*) FROM sqlite_master") == 0;
        if (mark != Mark && !(mark == 0 && form == 0 && isNew)) return "it is another program's database; name another file";
        if (mark == Mark && form > Form) return $"a later version of this program wrote it (form {form}, and this one reads {Form}); name another file";
        using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA quick_check(1)";
        return check.ExecuteScalar() as string is "ok" ? null : "it is a broken database; name another file, or take it away";
    }

    private static long Number(SqliteConnection connection, string question)
    {
        using var command = connection.CreateCommand();
        command.CommandText = question;
        return (long)(command.ExecuteScalar() ?? 0L);
    }

    private static void Run(SqliteConnection connection, string statements)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statements;
        command.ExecuteNonQuery();
    }

    private void Change(SqliteTransaction all, string statement, FleetPoint point)
    {
        using var command = _connection.CreateCommand();
        command.Transaction = all;
        command.CommandText = statement;
        command.Parameters.AddWithValue("$at", point.At.ToUnixTimeSeconds());
        command.Parameters.AddWithValue("$verified", point.Counts.Verified);
        command.Parameters.AddWithValue("$ready", point.Counts.Ready);
        command.Parameters.AddWithValue("$change", point.Counts.Change);
        command.Parameters.AddWithValue("$unknown", point.Counts.Unknown);
        command.Parameters.AddWithValue("$blocked", point.Counts.Blocked);
        command.ExecuteNonQuery();
    }
}
