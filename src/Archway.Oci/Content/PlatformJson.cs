using System.Text.Json;
using Archway.Oci.Platforms;

namespace Archway.Oci.Content;

/// <summary>The members by which indexes and configs tell a platform.</summary>
internal static class PlatformJson
{
    /// <summary>The platform, or null when its parts are absent, empty or no words.</summary>
    internal static Platform? Find(JsonElement element)
    {
        var (os, architecture) = (element.Text("os"), element.Text("architecture"));
        if (!Platform.IsWord(os) || !Platform.IsWord(architecture)) return null;
        var variant = element.Text("variant");
        if (string.IsNullOrEmpty(variant)) variant = null;
        else if (!Platform.IsWord(variant)) return null;
        var version = element.Text("os.version");
        return Platform.Of(os, architecture, variant, Platform.IsWord(version) ? version : null, [.. element.Texts("os.features").Where(Platform.IsWord)]);
    }
}
