using Archway.Oci;
using Archway.Reading.Builds;
using Archway.Reading.Commands;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines.Jenkins;

/// <summary>The scripts that a Jenkinsfile's steps run: what they build and, where that is asked for, the images that their commands name.</summary>
/// <param name="context">Where to put what is found.</param>
/// <param name="code">The file's pieces.</param>
/// <param name="values">What the file's variables stand for.</param>
/// <param name="options">Whether commands are read.</param>
internal sealed class JenkinsScripts(ReadingContext context, GroovyExpressions code, GroovyValues values, ReadingOptions options)
{
    private string? _unescaped;

    /// <summary>Reads the script that an expression begins with; one put together of several texts may name an image that goes on in the next.</summary>
    internal void Read((int First, int Last) script)
    {
        var token = code[script.First];
        ScriptBuilds.Add(new DataScalar(token.Start, token.Length, code.TextOf(token), false), null, context);
        if (!options.IncludeCommands || (script.First != script.Last && code.Mark(script.First + 1) != '.')) return;
        _unescaped ??= Unescaped();
        var text = _unescaped.Substring(token.Start, token.Length).Replace(ShellCommands.Blank.ToString(), "", StringComparison.Ordinal);
        ScriptValues inShell = new(text, name => token.Kind == GroovyKind.Text && !values.IsInEnvironment(name)
            ? Parsed.Problem<string>($"neither the script nor an environment block sets {name}")
            : values.Fill($"${{{name}}}"));
        new CommandReader(context, OccurrenceKind.CommandInScript, inShell).Read(_unescaped, token.Start, token.End);
    }

    /// <summary>The file with its texts as the shell gets them; what Groovy takes away is left blank, so that every place stays.</summary>
    private string Unescaped()
    {
        var text = context.Source.Text.ToCharArray();
        for (var i = 0; i < code.Count; i++)
        {
            if (!code[i].IsText) continue;
            for (var at = code[i].Start; at + 1 < code[i].End; at++)
            {
                if (text[at] != '\\' || text[at + 1] is not ('\\' or '"' or '\'' or '$' or 'n' or 't')) continue;
                text[at++] = ShellCommands.Blank;
                if (text[at] == 'n') text[at] = '\n';
                else if (text[at] == 't') text[at] = '\t';
            }
        }

        return new(text);
    }
}
