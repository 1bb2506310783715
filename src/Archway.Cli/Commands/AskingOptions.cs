using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Archway.Judging;
using Archway.Oci.Registries;

namespace Archway.Cli.Commands;

/// <summary>How registries are asked, and whose word is enough.</summary>
/// <param name="Offline">Ask none.</param>
/// <param name="NoCache">Neither use nor keep what registries answered before.</param>
/// <param name="GiveUpAfter">How long a host may give no answer before it is given up.</param>
/// <param name="PlainHttp">Hosts to ask without TLS.</param>
/// <param name="AuthorityFiles">Files of certificate authorities to trust besides the machine's own.</param>
/// <param name="Mirrors">Registries to ask in others' places.</param>
/// <param name="Required">Whose word it takes for an image to be ready.</param>
internal sealed record AskingOptions(bool Offline, bool NoCache, TimeSpan GiveUpAfter, string[] PlainHttp, string[] AuthorityFiles,
    RegistryMirror[] Mirrors, Requirement Required)
{
    /// <summary>The options on a command line, and their reading.</summary>
    internal sealed class Surface
    {
        private readonly Option<bool> _offline = new("--offline")
        {
            Description = "Ask no registry; answer from the cache, with its date, or else from the catalog.",
        };

        private readonly Option<bool> _noCache = new("--no-cache") { Description = "Neither use nor keep what registries answered before." };
        private readonly Option<int> _giveUpAfter = new("--give-up-after")
        {
            Description = "Seconds after which a registry that gives no answer is given up.",
            HelpName = "seconds",
            DefaultValueFactory = _ => 10,
            CustomParser = ReadSeconds,
        };
        private readonly Option<string[]> _plainHttp = Arguments.List("--plain-http", "host",
            "A registry, host or host:port, to ask without TLS; loopback ones need no word. May be repeated.");

        private readonly Option<string[]> _authorityFiles = new("--ca-file")
        {
            Description = "A PEM file of certificate authorities to trust besides the machine's own. May be repeated.",
            HelpName = "file",
        };

        private readonly Option<RegistryMirror[]> _mirrors = new("--mirror")
        {
            Description = "A mirror to ask before a registry, with its own credentials: docker.io=harbor.example.com/hub. May be repeated.",
            HelpName = "registry=mirror",
            CustomParser = Arguments.ReadAll(RegistryMirror.Read),
        };

        private readonly Option<string?> _require = new Option<string?>("--require")
        {
            Description = "Whose word it takes for an image to be ready, when the catalog's is not enough: registry, content.",
            HelpName = "evidence",
        }.AcceptOnlyFromAmong("registry", "content");

        internal Option[] All => [_offline, _noCache, _giveUpAfter, _plainHttp, _authorityFiles, _mirrors, _require];

        /// <summary>Those of commands that tell of registries, and judge nothing.</summary>
        internal Option[] OfRegistries => [_offline, _giveUpAfter, _plainHttp, _authorityFiles, _mirrors];

        /// <summary>Those of commands that write to registries.</summary>
        internal Option[] OfWriting => [_giveUpAfter, _plainHttp, _authorityFiles, _mirrors];

        internal AskingOptions Read(ParseResult parsed) => new(
            parsed.GetValue(_offline), parsed.GetValue(_noCache), TimeSpan.FromSeconds(parsed.GetValue(_giveUpAfter)), parsed.GetValue(_plainHttp) ?? [],
            parsed.GetValue(_authorityFiles) ?? [], parsed.GetValue(_mirrors) ?? [],
            parsed.GetValue(_require) is { } word ? Enum.Parse<Requirement>(word, ignoreCase: true) : Requirement.Catalog);

        private static int ReadSeconds(ArgumentResult result)
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 3600) return seconds;
            result.AddError($"--give-up-after takes 1 to 3600 seconds, not '{text}'");
            return 0;
        }
    }
}
