using System.CommandLine;
using Archway.Rendering;

namespace Archway.Cli.Commands;

/// <summary>Whether charts and kustomizations are rendered, and how.</summary>
/// <param name="Renders">Render them.</param>
/// <param name="AllowsNetwork">Fetch remote bases and chart dependencies.</param>
/// <param name="Values">Files of values for every chart, as named on the command line.</param>
internal sealed record RenderOptions(bool Renders, bool AllowsNetwork, string[] Values)
{
    /// <summary>How to render; null where nothing is rendered.</summary>
    internal RenderingOptions? In(Surroundings surroundings)
    {
        if (!Renders) return null;
        string[] values = [.. Values.Select(file => Path.GetFullPath(file, surroundings.WorkingFolder))];
        if (Array.Find(values, file => !File.Exists(file)) is { } missing) throw new CommandException($"there is no file of values '{missing}'");
        return new() { AllowsNetwork = AllowsNetwork, Values = [.. values], Variable = surroundings.Variable, Time = surroundings.Time };
    }

    /// <summary>The options on a command line, and their reading.</summary>
    internal sealed class Surface
    {
        private readonly Option<bool> _render = new("--render")
        {
            Description = "Render Helm charts and kustomizations too, with helm and kustomize (or kubectl) when they are on the PATH: "
                + "on a copy, with an empty home, without plugins and without the network.",
        };
        private readonly Option<bool> _network = new("--render-network") { Description = "Render, and let remote bases and chart dependencies be fetched." };
        private readonly Option<string[]> _values = new("--render-values")
        {
            Description = "Render, with a file of values for every chart; may be repeated.",
            HelpName = "file",
        };

        internal Option[] All => [_render, _network, _values];

        // Whoever says how to render wants it rendered.
        internal RenderOptions Read(ParseResult parsed)
        {
            var values = parsed.GetValue(_values) ?? [];
            var network = parsed.GetValue(_network);
            return new(parsed.GetValue(_render) || network || values.Length > 0, network, values);
        }
    }
}
