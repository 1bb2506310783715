using System.CommandLine;
using System.Globalization;

namespace Archway.Cli.Commands;

/// <summary>How registries are asked.</summary>
/// <param name="Offline">Ask none.</param>
/// <param name="NoCache">Neither use nor keep what registries answered before.</param>
/// <param name="GiveUpAfter">How long a host may give no answer before it is given up.</param>
/// <param name="PlainHttp">Hosts to ask without TLS.</param>
internal sealed record AskingOptions(bool Offline, bool NoCache, TimeSpan GiveUpAfter, string[] PlainHttp)
{
    /// <summary>The options on a command line, and their reading.</summary>
    internal sealed class Surface
    {
        private readonly Option<bool> _offline = new("--offline") { Description = "Ask no registry; answer from the catalog where it can." };
        private readonly Option<bool> _noCache = new("--no-cache") { Description = "Neither use nor keep what registries answered before." };
        private readonly Option<int> _giveUpAfter = new("--give-up-after")
        {
            Description = "Seconds after which a registry that gives no answer is given up.",
            HelpName = "seconds",
            DefaultValueFactory = _ => 10,
        };
        private readonly Option<string[]> _plainHttp = new("--plain-http")
        {
            Description = "A registry, host or host:port, to ask without TLS; loopback ones need no word. May be repeated.",
            HelpName = "host",
        };

        internal Surface() => _giveUpAfter.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 3600)
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"--give-up-after takes 1 to 3600 seconds"));
        });

        internal Option[] All => [_offline, _noCache, _giveUpAfter, _plainHttp];

        internal AskingOptions Read(ParseResult parsed) => new(
            parsed.GetValue(_offline), parsed.GetValue(_noCache), TimeSpan.FromSeconds(parsed.GetValue(_giveUpAfter)), parsed.GetValue(_plainHttp) ?? []);
    }
}
