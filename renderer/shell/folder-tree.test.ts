import { expect, it } from 'vitest'
import { folderTree } from './folder-tree.ts'

function tree(...names: string[]): string[] {
  const folders = names.map((name, index) => ({ id: `f${index}`, name, items: index }))
  return folderTree(folders).map(({ id, label, depth, items }) => `${'  '.repeat(depth)}${label} ${id ?? '-'} ${items}`)
}

it('stands folders below the one they are in', () => {
  expect(tree('Home', 'Work', 'Work/Mail', 'Work/Servers', 'Work/Servers/Old')).toEqual([
    'Home f0 0',
    'Work f1 1',
    '  Mail f2 2',
    '  Servers f3 3',
    '    Old f4 4',
  ])
})

it('shows what nobody made but folders are in, once', () => {
  expect(tree('A/B/C', 'A/B/D')).toEqual(['A - 0', '  B - 0', '    C f0 0', '    D f1 1'])
})

it('keeps folders together that the order of names sets apart, whichever comes first', () => {
  expect(tree('Work-life', 'Work/Mail', 'Work')).toEqual(['Work-life f0 0', 'Work f2 2', '  Mail f1 1'])
})

it('shows two folders of one name', () => {
  expect(tree('Work', 'Work', 'Work/Mail')).toEqual(['Work f0 0', '  Mail f2 2', 'Work f1 1'])
})

it('takes a name with an empty part as one', () => {
  expect(tree('/', 'a//b', 'https://example.com', 'x/')).toEqual([
    '/ f0 0',
    'a//b f1 1',
    'https://example.com f2 2',
    'x/ f3 3',
  ])
})
