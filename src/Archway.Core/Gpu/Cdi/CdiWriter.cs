using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Archway.Gpu.Cdi;

/// <summary>Writes a specification as YAML that readers of 1.1 and 1.2 read alike.</summary>
public static partial class CdiWriter
{
    /// <summary>The file's text.</summary>
    public static string Write(CdiSpec spec)
    {
        StringBuilder text = new("---\n");
        text.Append(CultureInfo.InvariantCulture, $"cdiVersion: {spec.Version}\nkind: {Scalar(spec.Kind)}\ndevices:\n");
        foreach (var device in spec.Devices)
        {
            text.Append(CultureInfo.InvariantCulture, $"    - name: {Scalar(device.Name)}\n      containerEdits:\n");
            Write(device.Edits, "        ", text);
        }

        if (spec.Edits.IsEmpty) return text.ToString();
        text.Append("containerEdits:\n");
        Write(spec.Edits, "    ", text);
        return text.ToString();
    }

    private static void Write(CdiEdits edits, string indent, StringBuilder text)
    {
        List("env", edits.Env.Select(one => one.Value), indent, text);
        if (!edits.DeviceNodes.IsEmpty) text.Append(CultureInfo.InvariantCulture, $"{indent}deviceNodes:\n");
        foreach (var node in edits.DeviceNodes) text.Append(CultureInfo.InvariantCulture, $"{indent}    - path: {Scalar(node.Path)}\n");
        if (!edits.AdditionalGids.IsEmpty) text.Append(CultureInfo.InvariantCulture, $"{indent}additionalGids:\n");
        foreach (var group in edits.AdditionalGids) text.Append(CultureInfo.InvariantCulture, $"{indent}    - {group}\n");
        if (!edits.Hooks.IsEmpty) text.Append(CultureInfo.InvariantCulture, $"{indent}hooks:\n");
        foreach (var hook in edits.Hooks)
        {
            text.Append(CultureInfo.InvariantCulture, $"{indent}    - hookName: {Scalar(hook.HookName)}\n{indent}      path: {Scalar(hook.Path)}\n");
            List("args", hook.Args.Select(one => one.Value), indent + "      ", text);
        }

        if (!edits.Mounts.IsEmpty) text.Append(CultureInfo.InvariantCulture, $"{indent}mounts:\n");
        foreach (var mount in edits.Mounts)
        {
            text.Append(CultureInfo.InvariantCulture, $"{indent}    - hostPath: {Scalar(mount.HostPath)}\n{indent}      containerPath: {Scalar(mount.ContainerPath)}\n");
            List("options", mount.Options.Select(one => one.Value), indent + "      ", text);
        }
    }

    private static void List(string name, IEnumerable<string> values, string indent, StringBuilder text)
    {
        var lines = values.ToArray();
        if (lines.Length == 0) return;
        text.Append(CultureInfo.InvariantCulture, $"{indent}{name}:\n");
        foreach (var line in lines) text.Append(CultureInfo.InvariantCulture, $"{indent}    - {Scalar(line)}\n");
    }

    // Whatever could be read as anything but a string stands in quotes.
    private static string Scalar(string value) => Plain().IsMatch(value) ? value : Toml.TomlLiteral.Quoted(value);

    [GeneratedRegex("^(?!(?:[yYnN]|[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF|[tT]rue|TRUE|[fF]alse|FALSE|[nN]ull|NULL)$)(?:--)?[A-Za-z/][A-Za-z0-9/._=:,+-]*(?<!:)$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
