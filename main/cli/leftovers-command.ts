/** `coffer leftovers`: what cut-off writes left in a folder; and what other commands say of the place of a file. */
import { resolve } from 'node:path'
import { leftoversIn, removeLeftovers, type WrittenPlace } from '../commands/written-place.ts'
import { word, type Command } from './command.ts'
import { plural } from './words.ts'

export const leftovers: Command = {
  usage: 'leftovers FOLDER [--remove]',
  about: 'name the hidden files that a cut-off export left there, perhaps in clear; with --remove take them away',
  options: ['remove'],
  words: [1, 1],
  async run(context) {
    const folder = resolve(word(context))
    const found = await leftoversIn(folder)
    if (!context.args.flag('remove')) return { json: { leftovers: found }, lines: foundLines(found) }
    const stayed = await removeLeftovers(folder)
    const removed = found.filter((file) => !stayed.includes(file))
    return {
      json: { removed, leftovers: stayed },
      lines: [
        `Removed ${plural(removed.length, 'file')}. On SSDs, and in backups of this folder, their contents may remain.`,
        ...(stayed.length > 0 ? ['The system did not let these go:', ...stayed] : []),
      ],
    }
  },
}

function foundLines(found: readonly string[]): string[] {
  if (found.length === 0) return ['Nothing was left behind here.']
  return [...found, 'They may hold passwords in clear. Unless another computer is writing there now: --remove.']
}

const OPEN_TO_OTHERS = 'This place does not keep others out: other people of this computer can read the file.'

/** What a person should know of the place of a file that was written. */
export function placeLines({ openToOthers, leftovers: found }: WrittenPlace): string[] {
  return [
    ...(openToOthers === true ? [OPEN_TO_OTHERS] : []),
    ...found.map((file) => `Left behind by a write that was cut off, perhaps with passwords in clear: ${file}`),
    ...(found.length > 0 ? ['See “coffer leftovers FOLDER --remove”.'] : []),
  ]
}
