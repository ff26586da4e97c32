/** The command line is told to end: it ends by itself, with the status that shells expect, and no dump of its memory. */
import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { Home, runCoffer } from './testkit/coffer.ts'

it.each([
  ['HUP', 129],
  ['INT', 130],
  ['QUIT', 131],
  ['TERM', 143],
])('SIG%s ends it with status %i', async (signal, status) => {
  const home = new Home()
  await home.init('a.coffer')
  const pipe = home.path('pipe')
  execFileSync('mkfifo', [pipe])
  // The pipe opens once the command reads the password from it.
  const shell = `"$0" "$@" & child=$!; exec 3>"${pipe}"; kill -${signal} $child; sleep 0.2; exec 3>&-; wait $child`
  const args = ['list', '--vault', home.path('a.coffer'), '--password-file', pipe]
  expect(await runCoffer(args, home.folder, { shell })).toMatchObject({ status, stdout: '', stderr: '' })
})
