/** `coffer adopt`: a vault takes up a Bitwarden account, once more or for the first time. */
import { readClientAccount } from '../commands/accounts.ts'
import { adoptAccount } from '../commands/adopt-account.ts'
import { badArguments } from './arguments.ts'
import { withSession, type Command } from './command.ts'
import { plural, scrubLines } from './words.ts'

export const adopt: Command = {
  usage: 'adopt --from-bitwarden DATA.JSON',
  about: 'take up a Bitwarden account again after its key or password was changed there',
  options: ['from-bitwarden', 'email', 'account-password-file'],
  words: [0, 0],
  run: (context) =>
    withSession(context, async (session, masterPassword) => {
      const { args, secrets } = context
      const dataFile = args.text('from-bitwarden')
      if (dataFile === undefined) throw badArguments('--from-bitwarden names the data.json of a Bitwarden client')
      const account = await readClientAccount(dataFile, args.text('email') ?? session.account.email)
      const accountPassword = await secrets.accountPassword(`Bitwarden master password of ${account.email ?? ''}`)
      const done = await adoptAccount(session, { account, accountPassword, masterPassword })
      const { items, folders, email, sameKey, scrubbed } = done
      const [stopped, live] = [done.willStopOpening, done.stillOpen].map((exports) => exports.map(({ path }) => path))
      return {
        json: { items, folders, email, sameKey, stoppedOpening: stopped, stillOpen: live, scrubbed },
        lines: [
          sameKey
            ? 'The account has the key that this vault had: every export opens as before.'
            : `${plural(items, 'item')} and ${plural(folders, 'folder')} were encrypted anew with the account’s key and read back.`,
          ...(stopped?.length ? ['These exports do not open any more:', ...stopped.map((path) => `  ${path}`)] : []),
          'From now on this vault opens with the Bitwarden master password of the account.',
          sameKey
            ? 'An older account key file still opens everything, with the older password: write a new one, and destroy it.'
            : 'An older account key file does not fit any more: write a new one.',
          ...scrubLines(scrubbed),
        ],
      }
    }),
}
