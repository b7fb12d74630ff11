import type { CommandWords } from './words.ts'

/** A script for bash, and for zsh with what it has for bash's. */
export function bashScript(commands: readonly CommandWords[]): string {
  return `# Completion of formscale's command line, by: formscale completion bash
_formscale() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} command= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$command \${COMP_WORDS[i]}" in
${commands
  .filter(({ name }) => name)
  .map(({ name }) => `      ${quoted(nested(name))}) command=${quoted(name)} ;;`)
  .join('\n')}
    esac
  done
  local words=
  case "$command $before" in
${commands.flatMap(valueCases).join('\n')}
    *)
      case "$command" in
${commands.map(wordCase).join('\n')}
      esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
  [[ \${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
  return 0
}
complete -o bashdefault -o default -F _formscale formscale`
}

/** `command word` as the loop sees it: '' before the first command, else the command so far. */
function nested(name: string): string {
  const words = name.split(' ')
  return `${words.slice(0, -1).join(' ')} ${words.at(-1)}`
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\\\''")}'`

/** Of the word after an option that has one: words, or what the shell makes of nothing, files. */
const valueCases = ({ name, options }: CommandWords) =>
  options
    .filter(({ values }) => values)
    .map(({ flag, values }) => {
      const words = values === 'files' ? '' : quoted((values as readonly string[]).join(' '))
      return `    ${quoted(`${name} ${flag}`)}) words=${words} ;;`
    })

function wordCase({ name, options, commands, argument }: CommandWords): string {
  const plain = [...commands, ...(Array.isArray(argument) ? argument : [])]
  const flags = options.map(({ flag }) => flag)
  // An argument that is a file is completed as one, until a dash is typed.
  const first = argument === 'files' ? plain : [...plain, ...flags]
  return `        ${quoted(name)}) words=${quoted(first.join(' '))}; [[ $word == -* ]] && words=${quoted(flags.join(' '))} ;;`
}
