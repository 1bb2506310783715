using System.CommandLine;

namespace Archway.Cli.Commands;

/// <summary><c>archway completion SHELL</c></summary>
internal static class CompletionCommand
{
    internal static Command Create(Surroundings surroundings)
    {
        Argument<string> shell = new Argument<string>("shell")
        {
            Description = "The shell to complete commands in: bash, zsh, fish or pwsh.",
            HelpName = "shell",
        }.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        TaughtCommand command = new("completion", "Prints a script that completes archway's commands and options in your shell.",
            """
            Examples:
              source <(archway completion bash)                          this shell
              archway completion fish > ~/.config/fish/completions/archway.fish
            """) { shell };
        command.SetAction(async (parsed, _) =>
        {
            await surroundings.Output.WriteLineAsync(ScriptFor(parsed.GetRequiredValue(shell)));
            return ExitCodes.Done;
        });
        return command;
    }

    // The program itself knows what can follow: the suggest directive takes the cursor's position and the line.
    private static string ScriptFor(string shell) => shell switch
    {
        "bash" => """
            _archway_complete() {
                local IFS=$'\n'
                COMPREPLY=($(compgen -W "$(archway "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _archway_complete archway
            """,
        "zsh" => """
            #compdef archway
            _archway() {
                local -a found
                found=("${(@f)$(archway "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
                if [[ -n "${found[1]}" ]]; then compadd -a found; else _files; fi
            }
            compdef _archway archway
            """,
        "fish" => """
            complete -c archway -a '(archway "[suggest:"(commandline -C)"]" (commandline -cp) 2>/dev/null)'
            """,
        _ => """
            Register-ArgumentCompleter -Native -CommandName archway -ScriptBlock {
                param($word, $line, $cursor)
                archway "[suggest:$cursor]" "$line" 2>$null | Where-Object { $_ -like "$word*" } |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }
            """,
    };
}
