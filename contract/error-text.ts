/** How an error reads in a language. The command line speaks English; the window and its dialogs speak the person's. */
import type { CofferError, ErrorCode } from './errors.ts'
import { isolated, isRightToLeft } from './text/isolated.ts'

export interface ErrorText {
  readonly happened: string
  readonly unchanged: string
  readonly next: string
}

/** What a catalogue says of errors. */
export interface ErrorWords {
  readonly errors: Readonly<Record<ErrorCode, ErrorText>>
  /** Words for details that stand in the sentences; what is not among them is shown as it is. */
  readonly errorDetails: Readonly<Record<string, string>>
}

/** The sentences for `error`, its details filled in; a detail that is not there reads “?”. */
export function errorText(
  { code, details }: Pick<CofferError, 'code' | 'details'>,
  { errors, errorDetails }: ErrorWords,
): ErrorText {
  const { happened, unchanged, next } = errors[code]
  const word = (name: string): string => {
    const detail = String(details[name] ?? '?')
    return Object.hasOwn(errorDetails, detail) ? (errorDetails[detail] ?? detail) : detail
  }
  const fill = (sentence: string): string =>
    sentence.replace(/\{(\w+)\}/g, (_, name: string) => isolated(word(name), isRightToLeft(sentence)))
  return { happened: fill(happened), unchanged, next: fill(next) }
}
