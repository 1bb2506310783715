using Archway.Gpu.Toml;

namespace Archway.Gpu.Setup;

/// <summary>containerd's configuration with the runtime that gives GPUs to containers.</summary>
/// <remarks>
/// It is put where the engine's settings for containers stand already, since containerd before 2.1 lets an imported file take the place of the whole of
/// them: a file beside it would lose mirrors and much else.
/// </remarks>
internal static class ContainerdConfig
{
    internal const string Main = "/etc/containerd/config.toml";

    /// <summary>What it should say.</summary>
    /// <param name="files">The files.</param>
    /// <param name="isNew">Whether containerd is known to be of 2.0 or later; null where its version is not known.</param>
    internal static ConfigEdits Of(ConfigFiles files, bool? isNew)
    {
        var main = ContainerdFile.Read(Main, files.Read(Main), inherited: 0);
        if (main.Problem is { } broken) return ConfigEdits.Refused(broken);
        if (main.Root is null || main.Root.Entries.Count == 0) return New(main, isNew);
        if (main.Version == 1)
            return ConfigEdits.Refused($"{Main} is of version 1, which containerd 2 no longer reads; containerd config migrate, or containerd config default of your containerd, makes one of a version that this command changes");
        if (main.Version is < 2 or > 4) return ConfigEdits.Refused($"{Main} says version {main.Version}, which this command does not know; it changes versions 2, 3 and 4");
        List<ContainerdFile> all = [main];
        foreach (var path in main.Imports.SelectMany(pattern => files.List(ContainerdFile.Beside(Main, pattern))).Where(path => path != Main).Distinct())
        {
            var imported = ContainerdFile.Read(path, files.Read(path), main.Version);
            if (imported.Problem is { } wrong) return ConfigEdits.Refused(wrong);
            all.Add(imported);
        }

        // The last file that names it wins.
        var holder = all.FindLast(file => file.Runtime("nvidia") is not null) ?? all.FindLast(file => file.Plugin is not null) ?? main;
        var edits = holder.WithRuntime(all.Select(file => file.Runtime("runc")).OfType<TomlTable>().LastOrDefault());
        return edits with { Notes = [.. edits.Notes, .. all.SelectMany(file => file.Notes)] };
    }

    private static ConfigEdits New(ContainerdFile main, bool? isNew)
    {
        // Version 2 is read by all containerds since 1.3, 2.x among them.
        var version = isNew == true ? 3 : 2;
        var text = TomlEdit.Set(main.Text ?? "", ["version"], TomlLiteral.Of(version)).ValueOrThrow();
        var edits = ContainerdFile.Read(Main, text, inherited: 0).WithRuntime(null);
        return edits with
        {
            Files = [.. edits.Files.Select(file => file with { Before = main.Text })],
            Notes = ["there was no configuration: where kubelet's cgroupDriver is systemd, options.SystemdCgroup = true is wanted for runc and nvidia alike"],
        };
    }
}
