#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
/** `coffer …` on bare Node: proves that nothing below this file needs Electron. */
import { asCofferError, EXIT_STATUS, type CofferError } from '../contract/errors.ts'
import { errorText } from '../contract/error-text.ts'
import { en } from '../contract/text/en.ts'
import { badArguments, COMMON, OPTIONS, parseArguments, type OptionName } from './cli/arguments.ts'
import type { Command } from './cli/command.ts'
import { COMMANDS } from './cli/commands.ts'
import { Passwords } from './cli/passwords.ts'
import { makeTerminal } from './cli/terminal.ts'
import { TYPED } from './cli/words.ts'
import { removeActiveTemps, whenFinished } from './commands/files.ts'

const terminal = makeTerminal()

function optionLines(names: readonly OptionName[]): string[] {
  return names.map((name) => {
    const { value, about } = OPTIONS[name]
    return `  ${(value === null ? `--${name}` : `--${name} ${value}`).padEnd(36)} ${about}`
  })
}

function showHelp(command?: Command): void {
  const lines = command
    ? [`coffer ${command.usage}`, '', command.about, '', ...optionLines([...command.options, ...COMMON])]
    : [
        'coffer COMMAND [OPTIONS]',
        '',
        ...[...COMMANDS.values()].flatMap(({ usage, about }) => [`  ${usage}`, `      ${about}`]),
        '',
        'Always:',
        ...optionLines(COMMON),
      ]
  for (const line of lines) terminal.print(line)
}

async function main(argv: readonly string[]): Promise<void> {
  const [name, ...rest] = argv
  if (name === undefined || name === '--help' || name === 'help') {
    if (name === undefined) throw badArguments('no command')
    showHelp()
    return
  }
  const command = COMMANDS.get(name)
  if (!command) throw badArguments(`no command “${name}”`)
  const args = parseArguments(rest, [...COMMON, ...command.options])
  if (args.flag('help')) {
    showHelp(command)
    return
  }
  const [least, most] = command.words
  if (args.positionals.length < least || args.positionals.length > most) throw badArguments(`coffer ${command.usage}`)
  const result = await command.run({ args, terminal, secrets: new Passwords(args, terminal) })
  const { finding } = result
  if (args.flag('json')) terminal.print(JSON.stringify({ ok: finding === undefined, ...result.json }))
  else for (const line of result.lines) terminal.print(line)
  if (!finding) return
  process.exitCode = EXIT_STATUS[finding.code]
  if (!args.flag('json')) explain(finding)
}

/** An error's three sentences, with what a terminal's person types to follow the last. */
function sentencesOf(error: CofferError): [happened: string, unchanged: string, next: string] {
  const { happened, unchanged, next } = errorText(error, en)
  const reason = typeof error.details.reason === 'string' ? ` (${error.details.reason})` : ''
  const typed = TYPED[error.code]
  return [`${happened}${reason}`, unchanged, typed === undefined ? next : `${next} (${typed})`]
}

function explain(error: CofferError): void {
  for (const sentence of sentencesOf(error)) terminal.say(sentence)
}

function report(thrown: unknown, asJson: boolean): void {
  const error = asCofferError(thrown)
  const { code, details } = error
  const message = sentencesOf(error).join(' ')
  if (asJson) terminal.print(JSON.stringify({ ok: false, code, message, details }))
  else explain(error)
  if (code === 'internal' && process.env.COFFER_DEBUG === '1') console.error(error.cause ?? error)
  process.exitCode = EXIT_STATUS[code]
}

// Whoever reads the output may stop early (`| head`): that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.stderr.write('The output could not be written whole.\n')
  removeActiveTemps()
  process.exit(error.code === 'EPIPE' ? undefined : EXIT_STATUS['file/write-failed'])
})
// Nobody reads the messages: that stops no work.
process.stderr.on('error', () => undefined)

for (const [signal, status] of [
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGBREAK', 149],
  ['SIGQUIT', 131],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => {
    whenFinished(() => {
      removeActiveTemps()
      process.exit(status)
    })
  })
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  report(error, process.argv.includes('--json'))
}
