import type { CommandWords, OptionWords } from './words.ts'

/** A script for fish: a line for each thing that may be completed, and where. */
export function fishScript(commands: readonly CommandWords[]): string {
  return [
    "# Completion of formscale's command line, by: formscale completion fish",
    'complete -c formscale -e',
    ...commands.flatMap((command) => linesOf(command, commands)),
  ].join('\n')
}

function linesOf({ name, options, commands: inner, argument }: CommandWords, all: readonly CommandWords[]) {
  const where = `complete -c formscale -n ${quoted(conditionFor(name, inner))}`
  const about = (command: string) => all.find((one) => one.name === `${name} ${command}`.trim())?.about ?? ''
  return [
    ...inner.map((command) => `${where} -f -a ${command} -d ${quoted(about(command))}`),
    ...(Array.isArray(argument) ? [`${where} -f -a ${quoted(argument.join(' '))}`] : []),
    ...(argument === undefined ? [`${where} -f`] : []),
    ...options.map((option) => `${where} ${optionText(option)}`),
  ]
}

/** Where the words so far lead to this command, and to none of its own. */
function conditionFor(name: string, inner: readonly string[]): string {
  const seen = name === '' ? [] : name.split(' ')
  const has = seen.map((word) => `__fish_seen_subcommand_from ${word}`)
  const hasNot = inner.length > 0 ? [`not __fish_seen_subcommand_from ${inner.join(' ')}`] : []
  return [...has, ...hasNot].join('; and ') || 'true'
}

function optionText({ flag, about, values }: OptionWords): string {
  const words = Array.isArray(values) ? ` -f -a ${quoted(values.join(' '))}` : ''
  return `-l ${flag.slice(2)} -d ${quoted(about)}${values ? ' -r' : ''}${words}`
}

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
