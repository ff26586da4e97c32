/** Every language says what the English sentences say, as far as a program can see that. */
import { describe, expect, it } from 'vitest'
import { en } from './en.ts'
import { isolated } from './isolated.ts'
import { bestLanguage, LANGUAGE_CODES, LANGUAGES, type LanguageCode } from './languages.ts'

/** Proper names, signs, and words that are the same in both languages. */
const SAME: Readonly<Record<LanguageCode, readonly string[]>> = {
  en: [],
  de: [
    ...['Start', 'Export', 'Import', 'Problem:', 'Code', 'Name', 'Host', 'Text', 'Passkeys', 'Passkey {number}', 'PIN'],
    ...['Bank', 'Format', 'Passkey', 'Website', 'Website {number}', 'Websites', '&System', 'System'],
    ...['Passphrase', '{count} Passkey | {count} Passkeys', '{stage}, {percent} %', '{type}, in {folder}'],
  ],
  ar: ['Ctrl+L', 'Ctrl', 'Shift'],
}
const NAMES = [
  ...[
    'Coffer',
    'JSON',
    'CSV',
    'XML',
    'American Express',
    'Cmd+L',
    'Cmd+[',
    'Windows',
    'macOS',
    'Linux',
    '.json',
    '.csv',
  ],
  ...['%AppData%\\Bitwarden\\data.json', '~/Library/Application Support/Bitwarden/data.json'],
  ...['~/.config/Bitwarden/data.json', 'Bitwarden (json)', 'Bitwarden (csv)', 'SHA-256', 'IBAN', 'Argon2id'],
  ...['PBKDF2-SHA-256', '{place}', 'Enter', 'Escape'],
  ...['{page}, Coffer', '{step}: {file}', '{items}, {folders}', '{count} × {kind}', '{number}: {month}'],
  ...['Firefox (csv)', 'LastPass (csv)', 'KeePass 2 (xml)', 'KeePassXC (csv)'],
  ...['{added}, {reused}.', '{added}, {merged}, {skipped}, {unreadable}.'],
]

type Leaf = readonly [path: string, sentence: string]

function leaves(tree: object, above = ''): Leaf[] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[above + key, value] as const] : leaves(value as object, `${above}${key} > `),
  )
}

/** Sentences of errors are no messages of vue-i18n: “|” and quoted braces mean nothing in them. */
function forms(path: string, sentence: string): string[] {
  return path.startsWith('errors > ') ? [sentence] : sentence.split(' | ')
}

function namesIn(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))].sort()
}

const ENGLISH = new Map(leaves(en))
const CATALOGUES = await Promise.all(LANGUAGE_CODES.map(async (code) => [code, await LANGUAGES[code].load()] as const))

describe.each(CATALOGUES)('%s', (code, words) => {
  const all = leaves(words)
  const plurals = new Intl.PluralRules(code).resolvedOptions().pluralCategories.length

  function faults(find: (sentence: string, english: string, path: string) => boolean): string[] {
    return all
      .filter(([path, sentence]) => find(sentence, ENGLISH.get(path) ?? '', path))
      .map((leaf) => leaf.join(': '))
  }

  it('has every sentence, and no other', () => {
    expect(all.map(([path]) => path).sort()).toEqual([...ENGLISH.keys()].sort())
    expect(faults((sentence) => sentence.trim() === '' || sentence !== sentence.trim())).toEqual([])
  })

  it('has as many forms of a plural as the language', () => {
    // Where the English is the same for every number, another language need not be.
    const fits = (count: number, english: string): boolean =>
      count === plurals ? /\{count\}| \| /.test(english) || plurals === 1 : count === 1 && !english.includes(' | ')
    expect(faults((sentence, english, path) => !fits(forms(path, sentence).length, english))).toEqual([])
  })

  it('fills in what the English sentence fills in', () => {
    const differs = (sentence: string, english: string): boolean => {
      const parts = sentence.split(' | ')
      const wanted = namesIn(english)
      // What means many names all; one that means one or two may say so without the number.
      const rest = parts.slice(0, -1).map((part) => [...new Set([...namesIn(part), 'count'])].sort())
      const least = wanted.includes('count') ? wanted : [...wanted, 'count'].sort()
      return namesIn(parts.at(-1) ?? '').join() !== wanted.join() || rest.some((names) => names.join() !== least.join())
    }
    expect(faults(differs)).toEqual([])
  })

  it('is not English', () => {
    const allowed = new Set([...NAMES, ...SAME[code]])
    const same = (sentence: string, english: string): boolean => sentence === english && !allowed.has(sentence)
    expect(code === 'en' ? [] : faults(same)).toEqual([])
  })

  it('has no straight quotes, no dots for “…”, no markup, no exclamation', () => {
    const plain = (sentence: string): string => sentence.replaceAll(/\{'.*?'\}/g, '')
    expect(faults((sentence) => /['"`]|\.\.\.|<|&\w+;|!|！|@/.test(plain(sentence)))).toEqual([])
  })

  it('ends a sentence where the English does', () => {
    const ends = (sentence: string): boolean => /[.?؟]$/.test(sentence)
    const asks = (sentence: string): boolean => /[?؟]$/.test(sentence)
    const differs = (sentence: string, english: string): boolean =>
      ends(sentence) !== ends(english) || asks(sentence) !== asks(english)
    expect(faults((sentence, english) => differs(sentence, english))).toEqual([])
  })
})

it('follows the first language of the system that Coffer speaks', () => {
  expect(bestLanguage(['de-AT', 'en-US'])).toBe('de')
  expect(bestLanguage(['fr-FR', 'DE', 'en'])).toBe('de')
  expect(bestLanguage(['en-GB', 'de'])).toBe('en')
  expect(bestLanguage(['C', ''])).toBe('en')
  expect(bestLanguage([])).toBe('en')
})

it('sets names apart where lines run from right to left, and only there', () => {
  expect(isolated('a.json', false)).toBe('a.json')
  expect(isolated('a.json', true)).toBe('\u2068a.json\u2069')
  expect(isolated('خزنة', false)).toBe('\u2068خزنة\u2069')
})
