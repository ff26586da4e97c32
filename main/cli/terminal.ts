/** The terminal: hidden questions, one JSON document or lines on stdout, everything else on stderr. */
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** Controls, line ends and marks that change the direction of text: a name could use them to lie about itself. */
// eslint-disable-next-line no-control-regex -- these are what must not reach a terminal
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/** `text` with unsafe characters shown as \u escapes. */
export function printable(text: string): string {
  return text.replace(UNSAFE, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

export interface Terminal {
  readonly interactive: boolean
  /** Asks without showing what is typed; null at end of input. Ctrl-C ends the program with status 130. */
  ask(question: string): Promise<string | null>
  /** One line to people, on stderr. */
  say(line: string): void
  /** One line of the result, on stdout. */
  print(line: string): void
}

export function makeTerminal(): Terminal {
  const interactive = process.stdin.isTTY && process.stderr.isTTY
  return {
    interactive,
    ask: (question) =>
      new Promise((resolve) => {
        const silent = new Writable({
          write: (_chunk, _encoding, done) => {
            done()
          },
        })
        const lines = createInterface({ input: process.stdin, output: silent, terminal: true, historySize: 0 })
        process.stderr.write(`${printable(question)}: `)
        let answer: string | null = null
        lines.once('line', (line) => {
          answer = line
          lines.close()
        })
        lines.once('SIGINT', () => {
          process.stderr.write('\n')
          process.exit(130)
        })
        lines.once('close', () => {
          process.stderr.write('\n')
          resolve(answer)
        })
      }),
    say: (line) => process.stderr.write(`${printable(line)}\n`),
    print: (line) => process.stdout.write(`${printable(line)}\n`),
  }
}
