using System.Runtime.CompilerServices;
using Xunit;

namespace Archway.Core.Tests.Gpu.Cdi;

/// <summary>Files of the Container Device Interface, a good and a bad one for each rule.</summary>
internal static class CdiSamples
{
    internal const string Minimal = """{"cdiVersion":"0.3.0","kind":"vendor.com/device","devices":[{"name":"foo","containerEdits":{"env":["A=b"]}}]}""";

    /// <summary>As the toolkit writes it for a server with one GPU and driver 580.95.05.</summary>
    internal static string ArmServer { get; } = File.ReadAllText(Path.Combine(Folder(), "arm-server.yaml"));

    public static TheoryData<string, string> Good { get; } = new()
    {
        { "the least", Minimal },
        { "a version of old", Spec("0.3.0", Edits("""{"env":["A=b"]}""")) },
        { "a name of a digit", Spec("0.5.0", """[{"name":"0","containerEdits":{"env":["A="]}}]""") },
        { "a path on the host", Spec("0.5.0", Edits("""{"deviceNodes":[{"path":"/dev/a","hostPath":"/dev/b"}]}""")) },
        { "all of a node", Spec("0.3.0", Edits("""{"deviceNodes":[{"path":"/dev/a","type":"c","major":195,"minor":0,"fileMode":438,"permissions":"rwm","uid":0,"gid":44}]}""")) },
        { "no permissions", Spec("1.1.0", Edits("""{"deviceNodes":[{"path":"/dev/a","permissions":"none"}]}""")) },
        { "annotations", """{"cdiVersion":"0.6.0","kind":"vendor.com/device","annotations":{"vendor.com/a":"b"},"devices":[{"name":"foo","annotations":{"a":"b"},"containerEdits":{"env":["A=b"]}}]}""" },
        { "a dot in the class", """{"cdiVersion":"0.6.0","kind":"vendor.com/dev.ice","devices":[{"name":"foo","containerEdits":{"env":["A=b"]}}]}""" },
        { "a type of mount", Spec("0.4.0", Edits("""{"mounts":[{"hostPath":"/a","containerPath":"/b","type":"none","options":["ro","nosuid","nodev","bind"]}]}""")) },
        { "groups", Spec("0.7.0", Edits("""{"additionalGids":[44,4294967295]}""")) },
        { "the root class of service", Spec("0.7.0", Edits("""{"intelRdt":{"closID":"/","l3CacheSchema":"a","memBwSchema":"b"}}""")) },
        { "monitoring", Spec("1.1.0", Edits("""{"intelRdt":{"schemata":["a"],"enableMonitoring":true}}""")) },
        { "interfaces", Spec("1.1.0", Edits("""{"netDevices":[{"hostInterfaceName":"eth0","name":"a"},{"hostInterfaceName":"eth1","name":"b"}]}""")) },
        { "a hook", Spec("0.3.0", Edits("""{"hooks":[{"hookName":"createContainer","path":"/usr/bin/nvidia-cdi-hook","args":["nvidia-cdi-hook"],"env":["A=b"],"timeout":1}]}""")) },
        { "a null", Spec("0.3.0", Edits("""{"env":["A=b"],"mounts":null,"intelRdt":null}""")) },
    };

    public static TheoryData<string, string, string> Refused { get; } = new()
    {
        { "/cdiVersion", "invalid version \"0.9.0\"", Spec("0.9.0", Edits("""{"env":["A=b"]}""")) },
        { "/cdiVersion", "invalid version \"\"", """{"kind":"vendor.com/device","devices":[{"name":"foo","containerEdits":{"env":["A=b"]}}]}""" },
        { "/cdiVersion", "must be at least v0.3.0", Spec("0.2.0", Edits("""{"env":["A=b"]}""")) },
        { "/cdiVersion", "must be at least v0.4.0: it has mounts[].type", Spec("0.3.0", Edits("""{"mounts":[{"hostPath":"/a","containerPath":"/b","type":"none"}]}""")) },
        { "/cdiVersion", "must be at least v0.5.0: it has a device whose name begins with a digit", Spec("0.4.0", """[{"name":"0","containerEdits":{"env":["A=b"]}}]""") },
        { "/cdiVersion", "must be at least v0.5.0: it has deviceNodes[].hostPath", Spec("0.4.0", Edits("""{"deviceNodes":[{"path":"/dev/a","hostPath":"/dev/b"}]}""")) },
        { "/cdiVersion", "must be at least v0.6.0: it has a dot in the class", """{"cdiVersion":"0.5.0","kind":"vendor.com/dev.ice","devices":[{"name":"foo","containerEdits":{"env":["A=b"]}}]}""" },
        { "/cdiVersion", "must be at least v0.6.0: it has annotations", """{"cdiVersion":"0.5.0","kind":"vendor.com/device","devices":[{"name":"foo","annotations":{"a":"b"},"containerEdits":{"env":["A=b"]}}]}""" },
        { "/cdiVersion", "must be at least v0.7.0: it has additionalGids", Spec("0.6.0", Edits("""{"additionalGids":[44]}""")) },
        { "/cdiVersion", "must be at least v0.7.0: it has intelRdt", Spec("0.6.0", Edits("""{"intelRdt":{}}""")) },
        { "/cdiVersion", "must be at least v1.1.0: it has netDevices", Spec("0.7.0", Edits("""{"netDevices":[{"hostInterfaceName":"eth0","name":"a"}]}""")) },
        { "/cdiVersion", "must be at least v1.1.0: it has intelRdt.schemata", Spec("0.7.0", Edits("""{"intelRdt":{"schemata":[]}}""")) },
        { "/kind", "invalid vendor. empty name", """{"cdiVersion":"0.3.0","kind":"device","devices":[{"name":"foo","containerEdits":{"env":["A=b"]}}]}""" },
        { "/kind", "should start with letter", """{"cdiVersion":"0.3.0","kind":"1vendor.com/device","devices":[{"name":"foo","containerEdits":{"env":["A=b"]}}]}""" },
        { "/kind", "invalid class. invalid character '/'", """{"cdiVersion":"0.3.0","kind":"vendor.com/device/x","devices":[{"name":"foo","containerEdits":{"env":["A=b"]}}]}""" },
        { "/kind", "should end with a letter or digit", """{"cdiVersion":"0.3.0","kind":"vendor.com/device-","devices":[{"name":"foo","containerEdits":{"env":["A=b"]}}]}""" },
        { "/devices", "invalid spec, no devices", Spec("0.3.0", "[]") },
        { "/devices/1", "invalid spec, multiple device \"foo\"", Spec("0.3.0", """[{"name":"foo","containerEdits":{"env":["A=b"]}},{"name":"foo","containerEdits":{"env":["A=b"]}}]""") },
        { "/devices/0", "invalid (empty) device name", Spec("0.3.0", """[{"containerEdits":{"env":["A=b"]}}]""") },
        { "/devices/0", "should start with a letter or digit", Spec("0.3.0", """[{"name":"_a","containerEdits":{"env":["A=b"]}}]""") },
        { "/devices/0", "invalid character '/'", Spec("0.3.0", """[{"name":"a/b","containerEdits":{"env":["A=b"]}}]""") },
        { "/devices/0", "empty device edits", Spec("0.3.0", """[{"name":"foo","containerEdits":{}}]""") },
        { "/devices/0", "empty device edits", Spec("0.3.0", """[{"name":"foo"}]""") },
        { "/devices/0/containerEdits/env/0", "invalid environment variable \"A\"", Spec("0.3.0", Edits("""{"env":["A"]}""")) },
        { "/devices/0/containerEdits/env/0", "invalid environment variable \"=b\"", Spec("0.3.0", Edits("""{"env":["=b"]}""")) },
        { "/devices/0/containerEdits/deviceNodes/0", "invalid (empty) device path", Spec("0.3.0", Edits("""{"deviceNodes":[{}]}""")) },
        { "/devices/0/containerEdits/deviceNodes/0", "invalid type \"d\"", Spec("0.3.0", Edits("""{"deviceNodes":[{"path":"/dev/a","type":"d"}]}""")) },
        { "/devices/0/containerEdits/deviceNodes/0", "invalid permissions \"rx\"", Spec("0.3.0", Edits("""{"deviceNodes":[{"path":"/dev/a","permissions":"rx"}]}""")) },
        { "/devices/0/containerEdits/deviceNodes/0/major", "expected a whole number", Spec("0.3.0", Edits("""{"deviceNodes":[{"path":"/dev/a","major":"195"}]}""")) },
        { "/devices/0/containerEdits/deviceNodes/0/gid", "is not between 0 and 4294967295", Spec("0.3.0", Edits("""{"deviceNodes":[{"path":"/dev/a","gid":-1}]}""")) },
        { "/devices/0/containerEdits/additionalGids/0", "is not between 0 and 4294967295", Spec("0.7.0", Edits("""{"additionalGids":[4294967296]}""")) },
        { "/devices/0/containerEdits/mounts/0", "empty host path", Spec("0.3.0", Edits("""{"mounts":[{"containerPath":"/b"}]}""")) },
        { "/devices/0/containerEdits/mounts/0", "empty container path", Spec("0.3.0", Edits("""{"mounts":[{"hostPath":"/a"}]}""")) },
        { "/devices/0/containerEdits/hooks/0", "invalid hook name \"start\"", Spec("0.3.0", Edits("""{"hooks":[{"hookName":"start","path":"/a"}]}""")) },
        { "/devices/0/containerEdits/hooks/0", "with empty path", Spec("0.3.0", Edits("""{"hooks":[{"hookName":"poststop"}]}""")) },
        { "/devices/0/containerEdits/hooks/0/env/0", "invalid hook \"poststop\": invalid environment variable", Spec("0.3.0", Edits("""{"hooks":[{"hookName":"poststop","path":"/a","env":["x"]}]}""")) },
        { "/devices/0/containerEdits/intelRdt", "invalid ClosID", Spec("0.7.0", Edits("""{"intelRdt":{"closID":"a/b"}}""")) },
        { "/devices/0/containerEdits/intelRdt/enableMBM", "dropped it", Spec("1.1.0", Edits("""{"intelRdt":{"enableMBM":true}}""")) },
        { "/devices/0/containerEdits/netDevices/0", "empty HostInterfaceName", Spec("1.1.0", Edits("""{"netDevices":[{"name":"a"}]}""")) },
        { "/devices/0/containerEdits/netDevices/0", "empty Name", Spec("1.1.0", Edits("""{"netDevices":[{"hostInterfaceName":"a"}]}""")) },
        { "/devices/0/containerEdits/netDevices/1", "duplicate HostInterfaceName", Spec("1.1.0", Edits("""{"netDevices":[{"hostInterfaceName":"a","name":"a"},{"hostInterfaceName":"a","name":"b"}]}""")) },
        { "/devices/0/containerEdits/netDevices/1", "duplicate Name", Spec("1.1.0", Edits("""{"netDevices":[{"hostInterfaceName":"a","name":"a"},{"hostInterfaceName":"b","name":"a"}]}""")) },
        { "/devices/0/containerEdits/devicenode", "json: unknown field \"devicenode\"; did you mean deviceNodes?", Spec("0.3.0", Edits("""{"env":["A=b"],"devicenode":[]}""")) },
        { "/containerEdits", "expected an object, not a list", """{"cdiVersion":"0.3.0","kind":"vendor.com/device","devices":[{"name":"foo","containerEdits":{"env":["A=b"]}}],"containerEdits":[]}""" },
        { "/kind", "already set in map", """{"cdiVersion":"0.3.0","kind":"vendor.com/device","kind":"vendor.com/other","devices":[{"name":"foo","containerEdits":{"env":["A=b"]}}]}""" },
        { "/devices/0/containerEdits/intelRdt/enableMonitoring", "expected true or false", Spec("1.1.0", Edits("""{"intelRdt":{"enableMonitoring":"true"}}""")) },
    };

    public static TheoryData<string, string, string> Doubtful { get; } = new()
    {
        { "/cdiVersion", "write 0.3.0", Spec("v0.3.0", Edits("""{"env":["A=b"]}""")) },
        { "/kind", "not the name of a domain", """{"cdiVersion":"0.3.0","kind":"Vendor_x/device","devices":[{"name":"foo","containerEdits":{"env":["A=b"]}}]}""" },
        { "/kind", "more than 63", $$$"""{"cdiVersion":"0.3.0","kind":"vendor.com/{{{new string('a', 64)}}}","devices":[{"name":"foo","containerEdits":{"env":["A=b"]}}]}""" },
        { "/devices/0", "has a colon", Spec("0.5.0", """[{"name":"0:1","containerEdits":{"env":["A=b"]}}]""") },
        { "/devices/0/annotations", "not named as in Kubernetes", """{"cdiVersion":"0.6.0","kind":"vendor.com/device","devices":[{"name":"foo","annotations":{"-a":"b"},"containerEdits":{"env":["A=b"]}}]}""" },
        { "/annotations", "larger than limit 262144", $$$"""{"cdiVersion":"0.6.0","kind":"vendor.com/device","annotations":{"a":"{{{new string('a', 300_000)}}}"},"devices":[{"name":"foo","containerEdits":{"env":["A=b"]}}]}""" },
        { "/devices/0/containerEdits/hooks/0", "no longer names prestart", Spec("0.3.0", Edits("""{"hooks":[{"hookName":"prestart","path":"/a"}]}""")) },
        { "/devices/0/containerEdits/hooks/0", "is absolute", Spec("0.3.0", Edits("""{"hooks":[{"hookName":"poststop","path":"a"}]}""")) },
        { "/devices/0/containerEdits/hooks/0", "greater than 0", Spec("0.3.0", Edits("""{"hooks":[{"hookName":"poststop","path":"/a","timeout":0}]}""")) },
        { "/devices/0/containerEdits/additionalGids", "is passed over", Spec("0.7.0", Edits("""{"additionalGids":[0,44]}""")) },
        { "/devices/0/containerEdits/additionalGIDs", "write additionalGids", Spec("0.7.0", Edits("""{"additionalGIDs":[44]}""")) },
        { "/devices/0/name", "write \"7\"", Spec("0.5.0", """[{"name":7,"containerEdits":{"env":["A=b"]}}]""") },
    };

    private static string Spec(string version, string devices) => $$"""{"cdiVersion":"{{version}}","kind":"vendor.com/device","devices":{{devices}} }""";

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    private static string Edits(string edits) => $$"""[{"name":"foo","containerEdits":{{edits}} }]""";
}
