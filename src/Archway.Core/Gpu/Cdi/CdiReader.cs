using System.Collections.Immutable;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Gpu.Cdi;

/// <summary>Makes the model of a file's tree, field by field.</summary>
/// <param name="source">The file.</param>
/// <param name="problems">Where it is told what the library's strict reading refuses.</param>
internal sealed class CdiReader(SourceText source, ICollection<CdiProblem> problems)
{
    internal CdiSpec? Read(DataNode root)
    {
        var fields = Fields("", root, "cdiVersion", "kind", "annotations", "devices", "containerEdits");
        return root is not DataMapping ? null : new()
        {
            Version = fields.Text("cdiVersion"),
            VersionAt = fields.PlaceOf("cdiVersion"),
            Kind = fields.Text("kind"),
            KindAt = fields.PlaceOf("kind"),
            Annotations = fields.Map("annotations"),
            Devices = [.. fields.Items("devices").Select(item => DeviceOf(item.Pointer, item.Node))],
            Edits = EditsOf(fields),
        };
    }

    private CdiDevice DeviceOf(string pointer, DataNode node)
    {
        var fields = Fields(pointer, node, "name", "annotations", "containerEdits");
        return new(fields.Text("name"), EditsOf(fields), fields.At) { Annotations = fields.Map("annotations") };
    }

    private CdiEdits EditsOf(CdiFields above)
    {
        if (above.Object("containerEdits") is not var (pointer, node)) return CdiEdits.None;
        var fields = Fields(pointer, node, "env", "deviceNodes", "netDevices", "hooks", "mounts", "intelRdt", "additionalGids");
        return new()
        {
            At = fields.At,
            Env = fields.Texts("env"),
            DeviceNodes = Each(fields, "deviceNodes", NodeOf),
            NetDevices = Each(fields, "netDevices", NetDeviceOf),
            Hooks = Each(fields, "hooks", HookOf),
            Mounts = Each(fields, "mounts", MountOf),
            IntelRdt = fields.Object("intelRdt") is var (at, rdt) ? RdtOf(at, rdt) : null,
            AdditionalGids = fields.Numbers("additionalGids", 0, uint.MaxValue),
        };
    }

    private CdiDeviceNode NodeOf(string pointer, DataNode node)
    {
        var fields = Fields(pointer, node, "path", "hostPath", "type", "major", "minor", "fileMode", "permissions", "uid", "gid");
        return new(fields.Text("path"), fields.At)
        {
            HostPath = fields.Text("hostPath"),
            Type = fields.Text("type"),
            Major = fields.Number("major", long.MinValue, long.MaxValue),
            Minor = fields.Number("minor", long.MinValue, long.MaxValue),
            FileMode = fields.Number("fileMode", 0, uint.MaxValue),
            Permissions = fields.Text("permissions"),
            Uid = fields.Number("uid", 0, uint.MaxValue),
            Gid = fields.Number("gid", 0, uint.MaxValue),
        };
    }

    private CdiNetDevice NetDeviceOf(string pointer, DataNode node)
    {
        var fields = Fields(pointer, node, "hostInterfaceName", "name");
        return new(fields.Text("hostInterfaceName"), fields.Text("name"), fields.At);
    }

    private CdiMount MountOf(string pointer, DataNode node)
    {
        var fields = Fields(pointer, node, "hostPath", "containerPath", "options", "type");
        return new(fields.Text("hostPath"), fields.Text("containerPath"), fields.At) { Options = fields.Texts("options"), Type = fields.Text("type") };
    }

    private CdiHook HookOf(string pointer, DataNode node)
    {
        var fields = Fields(pointer, node, "hookName", "path", "args", "env", "timeout");
        return new(fields.Text("hookName"), fields.Text("path"), fields.At)
        {
            Args = fields.Texts("args"),
            Env = fields.Texts("env"),
            Timeout = fields.Number("timeout", long.MinValue, long.MaxValue),
        };
    }

    private CdiIntelRdt RdtOf(string pointer, DataNode node)
    {
        var fields = Fields(pointer, node, "closID", "l3CacheSchema", "memBwSchema", "schemata", "enableMonitoring");
        return new(fields.At)
        {
            ClosId = fields.Text("closID"),
            L3CacheSchema = fields.Text("l3CacheSchema"),
            MemBwSchema = fields.Text("memBwSchema"),
            Schemata = fields.Has("schemata") ? fields.Texts("schemata") : default,
            EnableMonitoring = fields.Truth("enableMonitoring"),
        };
    }

    private CdiFields Fields(string pointer, DataNode node, params ReadOnlySpan<string> known) => CdiFields.Of(source, problems, pointer, node, known);

    private static ImmutableArray<T> Each<T>(CdiFields fields, string name, Func<string, DataNode, T> read) => [.. fields.Items(name).Select(item => read(item.Pointer, item.Node))];
}
