/** `coffer rotate-key`: told beforehand, rehearsed, done. */
import type { Fate } from '../../contract/exports.ts'
import { rehearseRotation, type Rehearsal } from '../commands/rehearse-rotation.ts'
import { rotateKey } from '../commands/rotate-key.ts'
import { withSession, type Command, type Result } from './command.ts'
import { plural, scrubLines } from './words.ts'

function listed(title: string, paths: readonly string[]): string[] {
  return paths.length > 0 ? [title, ...paths.map((path) => `  ${path}`)] : []
}

function planResult(rehearsal: Rehearsal): Result {
  const pathsOf = (...fates: Fate[]): string[] =>
    rehearsal.exports.filter(({ fate }) => fates.includes(fate)).map(({ record }) => record.path)
  const json = {
    willStopOpening: pathsOf('stops', 'unseen'),
    unseen: pathsOf('unseen'),
    stillOpen: pathsOf('opens'),
    gone: pathsOf('gone'),
  }
  return {
    json,
    lines: [
      ...listed('These exports would stop opening for good:', pathsOf('stops')),
      ...listed(
        'These are not there to try, and would stop opening too. Plug in their drives and try again to replace them:',
        json.unseen,
      ),
      ...listed('These keep opening:', json.stillOpen),
      ...listed('These are not there any more, or the key of today does not open them either:', json.gone),
      'Copies made elsewhere are not on record: they stop opening too. Nothing was changed.',
    ],
  }
}

export const rotate: Command = {
  usage: 'rotate-key [--plan | --replace]',
  about: 'make a new account encryption key; older exports of the account-key kind stop opening for good',
  options: ['detach', 'plan', 'replace'],
  words: [0, 0],
  run: (context) =>
    withSession(context, async (session, masterPassword) => {
      const { args } = context
      const detach = args.flag('detach')
      if (args.flag('plan')) {
        return planResult(await rehearseRotation(session, masterPassword, { detach: detach || session.adopted }))
      }
      const report = await rotateKey(session, masterPassword, { detach, replace: args.flag('replace') })
      const stopped = report.willStopOpening.map(({ path }) => path)
      const live = report.stillOpen.map(({ path }) => path)
      const { items, folders, scrubbed } = report
      const replacements = report.replacements.map(({ original, record }) => ({
        original: original.path,
        path: record.path,
      }))
      return {
        json: { items, folders, stoppedOpening: stopped, stillOpen: live, scrubbed, replacements },
        lines: [
          `New account encryption key. ${plural(items, 'item')} and ${plural(folders, 'folder')} were encrypted anew and read back.`,
          ...listed('These exports do not open any more:', stopped),
          ...listed(
            'Written in their place, read back and found equal:',
            replacements.map(({ path }) => path),
          ),
          'That holds for their copies elsewhere too. Only an older account key file, with its master password, still opens',
          'them, for whoever has it: destroy what you do not mean to keep.',
          `Make ${replacements.length > 0 ? '' : 'a new export and '}a new account key file now.`,
          ...scrubLines(scrubbed),
        ],
      }
    }),
}
