/** What the command line says of the place of a file that it wrote, and of what was left behind there. */
import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { Home, runCoffer } from './testkit/coffer.ts'
import { SAMPLE } from './commands/sample.ts'

it('names a plain leftover of another computer beside an export, and removes it when told to', async () => {
  const home = new Home()
  await home.init('a.coffer')
  await home.with('a.coffer', 'import', home.write('sample.json', SAMPLE))
  const left = home.write('.0123456789abcdef-1-0-89abcdef.coffer-plain-tmp', 'every password')
  const exported = await home.with('a.coffer', 'export', home.path('e.json'), '--format', 'encrypted_json')
  expect(exported.json).toMatchObject({ openToOthers: false, leftovers: [left] })
  const told = await runCoffer(['leftovers', home.folder], home.folder)
  expect(told.stdout).toContain(left)
  expect(existsSync(left)).toBe(true)
  expect((await home.run('leftovers', home.folder, '--remove')).json).toMatchObject({ removed: [left], leftovers: [] })
  expect(existsSync(left)).toBe(false)
})

it('looks at no vault whose name is no text', async () => {
  const home = new Home()
  await home.init('a.coffer')
  const shell = '"$0" "$@" --vault "$HOME/"$\'a\\xff.coffer\''
  const args = ['list', '--json', '--password-file', home.path('password')]
  expect((await runCoffer(args, home.folder, { shell })).json.code).toBe('file/bad-name')
})
