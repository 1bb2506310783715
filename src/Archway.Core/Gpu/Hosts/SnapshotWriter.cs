using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Archway.Gpu.Hosts;

/// <summary>Writes a snapshot as the one JSON file that somebody can be sent.</summary>
public static class SnapshotWriter
{
    /// <summary>The version of the form.</summary>
    internal const string Version = "1";

    /// <summary>Writes it.</summary>
    /// <param name="snapshot">What is written.</param>
    /// <param name="output">Where to.</param>
    public static void Write(HostSnapshot snapshot, Stream output)
    {
        using Utf8JsonWriter writer = new(output, new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        writer.WriteString("archwayGpuHost", Version);
        if (snapshot.Taken is { } taken) writer.WriteString("taken", taken.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        if (snapshot.User is { } user) writer.WriteNumber("user", user);
        writer.WriteBoolean("askedCommands", snapshot.HasCommands);
        writer.WriteStartObject("variables");
        foreach (var (name, value) in snapshot.Variables) writer.WriteString(name, value);
        writer.WriteEndObject();
        List(writer, "leftOut", snapshot.LeftOut, writer.WriteStringValue);
        List(writer, "packages", snapshot.Packages, package => Object(writer, () =>
        {
            writer.WriteString("name", package.Name);
            writer.WriteString("version", package.Version);
            writer.WriteString("system", package.System);
        }));
        List(writer, "processes", snapshot.Processes, process => Object(writer, () =>
        {
            writer.WriteString("name", process.Name);
            writer.WriteNumber("id", process.Id);
            if (process.Started is { } started) writer.WriteNumber("started", started);
            List(writer, "options", process.Options, writer.WriteStringValue);
        }));
        List(writer, "commands", snapshot.Commands, command => Object(writer, () => Write(writer, command)));
        List(writer, "files", snapshot.Entries.OrderBy(entry => entry.Path, StringComparer.Ordinal), entry => Object(writer, () => Write(writer, entry)));
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, HostCommand command)
    {
        List(writer, "command", command.Words, writer.WriteStringValue);
        if (command.ExitCode is { } code) writer.WriteNumber("exitCode", code);
        if (command.Problem is { } problem) writer.WriteString("problem", problem);
        if (command.Output.Length > 0) writer.WriteString("output", command.Output);
        if (command.Error.Length > 0) writer.WriteString("error", command.Error);
    }

    private static void Write(Utf8JsonWriter writer, HostEntry entry)
    {
        writer.WriteString("path", entry.Path);
        writer.WriteString("kind", entry.Kind.ToString().ToLowerInvariant());
        if (entry.Mode is { } mode) writer.WriteString("mode", Convert.ToString(mode, 8).PadLeft(4, '0'));
        Number("user", entry.User);
        Number("group", entry.Group);
        Number("major", entry.Major);
        Number("minor", entry.Minor);
        Number("modified", entry.Modified);
        Number("machine", entry.Machine);
        if (entry.Target is { } target) writer.WriteString("target", target);
        if (entry.Problem is { } problem) writer.WriteString("problem", problem);
        if (entry.Text is { } text) writer.WriteString("text", text);

        void Number(string name, long? value)
        {
            if (value is { } number) writer.WriteNumber(name, number);
        }
    }

    private static void List<T>(Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<T> write)
    {
        writer.WriteStartArray(name);
        foreach (var item in items) write(item);
        writer.WriteEndArray();
    }

    private static void Object(Utf8JsonWriter writer, Action members)
    {
        writer.WriteStartObject();
        members();
        writer.WriteEndObject();
    }
}
