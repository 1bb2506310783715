using System.Buffers;
using System.Collections.Immutable;

namespace Archway.Gpu.Cdi;

/// <summary>What the reference library refuses of the edits that a file makes, and what the specification says besides.</summary>
internal static class CdiEditRules
{
    private static readonly SearchValues<string> Kinds = SearchValues.Create(["", "b", "c", "u", "p"], StringComparison.Ordinal);
    private static readonly SearchValues<string> Hooks =
        SearchValues.Create(["prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop"], StringComparison.Ordinal);

    internal static void Judge(CdiEdits edits, ICollection<CdiProblem> problems)
    {
        JudgeEnv(edits.Env, "", problems);
        foreach (var node in edits.DeviceNodes) Judge(node, problems);
        foreach (var hook in edits.Hooks) Judge(hook, problems);
        foreach (var mount in edits.Mounts) Judge(mount, problems);
        if (edits.IntelRdt is { ClosId: not "/" and var closed } rdt && (closed is "." or ".." || closed.Length >= 4096 || closed.AsSpan().ContainsAny('/', '\n')))
            problems.Add(new(CdiLevel.Error, rdt.At, "invalid ClosID; it is the name of a folder of the resource control file system"));
        JudgeNetDevices(edits.NetDevices, problems);
        if (edits.AdditionalGids.Contains(0)) problems.Add(new(CdiLevel.Warning, edits.At with { JsonPointer = edits.At.JsonPointer + "/additionalGids" }, "an additional group of 0 is passed over; leave it out"));
    }

    private static void JudgeEnv(ImmutableArray<CdiText> variables, string of, ICollection<CdiProblem> problems)
    {
        foreach (var variable in variables.Where(one => one.Value.IndexOf('=', StringComparison.Ordinal) <= 0))
            problems.Add(new(CdiLevel.Error, variable.At, $"{of}invalid environment variable \"{variable.Value}\"; write NAME=value"));
    }

    private static void Judge(CdiDeviceNode node, ICollection<CdiProblem> problems)
    {
        if (node.Path.Length == 0) problems.Add(new(CdiLevel.Error, node.At, "invalid (empty) device path"));
        if (!Kinds.Contains(node.Type)) problems.Add(new(CdiLevel.Error, node.At, $"device \"{node.Path}\": invalid type \"{node.Type}\"; it is b, c, u, p or left out"));
        if (node.Permissions is not ("" or "none") && node.Permissions.AsSpan().Trim("rwm").Length > 0)
            problems.Add(new(CdiLevel.Error, node.At, $"device \"{node.Path}\": invalid permissions \"{node.Permissions}\"; they are letters of rwm, or the word none"));
    }

    private static void Judge(CdiHook hook, ICollection<CdiProblem> problems)
    {
        if (!Hooks.Contains(hook.HookName))
            problems.Add(new(CdiLevel.Error, hook.At, $"invalid hook name \"{hook.HookName}\"; it is prestart, createRuntime, createContainer, startContainer, poststart or poststop"));
        else if (hook.HookName == "prestart")
            problems.Add(new(CdiLevel.Warning, hook.At, "the specification no longer names prestart; createRuntime or createContainer takes its place"));
        if (hook.Path.Length == 0) problems.Add(new(CdiLevel.Error, hook.At, $"invalid hook \"{hook.HookName}\" with empty path"));
        else if (hook.Path[0] != '/') problems.Add(new(CdiLevel.Warning, hook.At, $"the path of a hook is absolute, and \"{hook.Path}\" is not"));
        if (hook.Timeout is <= 0) problems.Add(new(CdiLevel.Warning, hook.At, $"a hook's timeout is greater than 0, not {hook.Timeout}"));
        JudgeEnv(hook.Env, $"invalid hook \"{hook.HookName}\": ", problems);
    }

    private static void Judge(CdiMount mount, ICollection<CdiProblem> problems)
    {
        if (mount.HostPath.Length == 0) problems.Add(new(CdiLevel.Error, mount.At, "invalid mount, empty host path"));
        if (mount.ContainerPath.Length == 0) problems.Add(new(CdiLevel.Error, mount.At, "invalid mount, empty container path"));
    }

    private static void JudgeNetDevices(ImmutableArray<CdiNetDevice> devices, ICollection<CdiProblem> problems)
    {
        HashSet<string> hosts = new(StringComparer.Ordinal), names = new(StringComparer.Ordinal);
        foreach (var device in devices)
        {
            if (device.HostInterfaceName.Length == 0) problems.Add(new(CdiLevel.Error, device.At, "invalid linux net device, empty HostInterfaceName"));
            if (device.Name.Length == 0) problems.Add(new(CdiLevel.Error, device.At, "invalid linux net device, empty Name"));
            if (!hosts.Add(device.HostInterfaceName)) problems.Add(new(CdiLevel.Error, device.At, $"invalid linux net device, duplicate HostInterfaceName \"{device.HostInterfaceName}\""));
            if (!names.Add(device.Name)) problems.Add(new(CdiLevel.Error, device.At, $"invalid linux net device, duplicate Name \"{device.Name}\""));
        }
    }
}
