/** The workflow of .github runs elsewhere: what can be said about it without running it. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { format } from 'prettier'
import { expect, it } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '..')
const WORKFLOW = readFileSync(path.join(ROOT, '.github/workflows/ci.yml'), 'utf8')
const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
}

function all(pattern: RegExp): string[] {
  return [...WORKFLOW.matchAll(pattern)].map(([, found]) => found ?? '')
}

it('is YAML', async () => {
  await expect(format(WORKFLOW, { parser: 'yaml' })).resolves.toContain('jobs:')
})

it('runs scripts that there are', () => {
  const named = all(/npm run (?:-s )?([\w:]+)/g)
  expect(named).toContain('test:e2e')
  expect(named.filter((name) => !(name in scripts))).toEqual([])
})

it('runs files that there are', () => {
  const files = all(/(?:run: |node |&& )((?:\.ci|scripts|node_modules)\/[\w./-]+)/g)
  expect(files).toContain('.ci/run')
  expect(files.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([])
})

it('may read the repository and nothing else', () => {
  expect(WORKFLOW).toMatch(/^permissions:\n {2}contents: read\n$/m)
  expect(all(/(permissions|write-all|: write$)/gm)).toEqual(['permissions'])
  expect(WORKFLOW).not.toMatch(/secrets\.|pull_request_target/)
  expect(all(/uses: (.*)/g).filter((action) => !/^actions\/[\w-]+@(?:v\d+|[0-9a-f]{40})$/.test(action))).toEqual([])
})
