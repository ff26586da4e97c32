/** What Coffer's sentences claim of the disk, so that they can be compared with it. */
import { en } from '../contract/text/en.ts'

export type Claim =
  | 'vault as before'
  | 'files as before'
  | 'all as before'
  | 'items as before'
  /** What the command does to the vault is done. */
  | 'change kept'
  /** The file that the command writes is there and reads to its end. */
  | 'target whole'
  | 'vault damaged'
  | 'disk full'
  | 'not allowed'
  /** Nothing that is done here makes it true. */
  | 'never'

/** `null`: it claims nothing of the disk that could be wrong. */
const READINGS: readonly (readonly [sentence: RegExp, claim: Claim | null])[] = [
  [/(?:your|the) vault (?:was not changed|is as it was before)/i, 'vault as before'],
  [/^Neither the vault nor that file was touched/, 'vault as before'],
  [/^The change is in it/, 'change kept'],
  [/^The change is not in it/, 'vault as before'],
  [/^(?:A|The) change is in (?:your vault|the file) whole or not at all/, null],
  [/^Everything else in the vault is as it was/, null],
  [/The file and your vault were not changed/, 'all as before'],
  [/items of your vault were not changed/, 'items as before'],
  [/What was there before is still there, whole/, 'all as before'],
  [/Coffer changed nothing that was there before/, 'all as before'],
  [/No file was written, and none was changed/, 'files as before'],
  [/Nothing was (?:done|imported|derived|read|found out)/, 'all as before'],
  [/^It was (?:neither|not) /, 'all as before'],
  [/^No vault was made/, 'vault as before'],
  [/^Nothing more was written to it/, null],
  [/The disk is full/, 'disk full'],
  [/The system does not allow Coffer to use that place/, 'not allowed'],
  [/This vault file is damaged or was altered/, 'vault damaged'],
  [/The file was written and named/, 'target whole'],
  [/The export was written and proved/, 'target whole'],
  [/Another process has this vault open/, 'never'],
  [/That is not the master password of this vault/, 'never'],
]

/** The sentences of a message that claim something. */
export function claimsOf(message: string): { readonly sentence: string; readonly claim: Claim }[] {
  return sentencesOf(message).flatMap((sentence) => {
    const found = READINGS.find(([reading]) => reading.test(sentence))
    return found?.[1] ? [{ sentence, claim: found[1] }] : []
  })
}

/** What Coffer says was left as it was, in sentences that nobody here can read: each must have a reading. */
export function unreadClaims(): string[] {
  return Object.entries(en.errors)
    .filter(([, { unchanged }]) =>
      sentencesOf(unchanged).every((sentence) => !READINGS.some(([reading]) => reading.test(sentence))),
    )
    .map(([code, { unchanged }]) => `${code}: ${unchanged}`)
}

function sentencesOf(message: string): string[] {
  return message.split(/(?<=\.) /)
}
