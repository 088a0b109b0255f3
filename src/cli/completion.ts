import { Argument, type Command } from 'commander'

/** `limelight completion SHELL`: a script that completes commands and options, made from the program itself. */
export function register(program: Command): void {
  program
    .command('completion')
    .description('print a completion script: eval "$(limelight completion bash)"')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish']))
    .action((shell: 'bash' | 'zsh' | 'fish') => {
      process.stdout.write(scripts[shell](vocabulary(program)))
    })
}

/** What may follow each command; the empty name stands for the program itself. */
type Vocabulary = Map<string, { name: string; says: string }[]>

function vocabulary(program: Command): Vocabulary {
  const words: Vocabulary = new Map()
  words.set('', [...commandsOf(program), ...optionsOf(program)])
  for (const command of program.commands) {
    const all = [...commandsOf(command), ...optionsOf(command), ...command.commands.flatMap(optionsOf)]
    words.set(command.name(), [...new Map(all.map((word) => [word.name, word])).values()])
  }
  return words
}

function commandsOf(command: Command) {
  return command.commands.map((child) => ({ name: child.name(), says: child.description() }))
}

function optionsOf(command: Command) {
  return command.options.map(({ long, short, description }) => ({ name: long ?? short ?? '', says: description }))
}

const scripts = {
  bash: (words: Vocabulary) => `_limelight() {
  local word="\${COMP_WORDS[COMP_CWORD]}" command="\${COMP_WORDS[1]}" words=""
  [ "$COMP_CWORD" = 1 ] && command=""
  case "$command" in
${cases(words)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word") $(compgen -f -- "$word"))
}
complete -o filenames -F _limelight limelight
`,
  zsh: (words: Vocabulary) => `#compdef limelight
_limelight() {
  local command="\${words[2]}" allof=""
  (( CURRENT == 2 )) && command=""
  case "$command" in
${cases(words, 'allof')}
  esac
  compadd -- \${=allof}
  _files
}
compdef _limelight limelight
`,
  fish: (words: Vocabulary) =>
    `${[...words]
      .flatMap(([command, entries]) =>
        entries.map(({ name, says }) => {
          const when = command ? `__fish_seen_subcommand_from ${command}` : '__fish_use_subcommand'
          const what = name.startsWith('--')
            ? `-l ${name.slice(2)}`
            : name.startsWith('-')
              ? `-s ${name.slice(1)}`
              : `-a ${name}`
          return `complete -c limelight -n '${when}' ${what} -d '${says.replaceAll("'", "\\'")}'`
        }),
      )
      .join('\n')}\n`,
}

function cases(words: Vocabulary, variable = 'words'): string {
  return [...words]
    .map(
      ([command, entries]) => `    ${command || '""'}) ${variable}="${entries.map(({ name }) => name).join(' ')}" ;;`,
    )
    .join('\n')
}
