/**
 * A language that nobody speaks, made of the English one: every sentence in brackets, with accents, 40 % longer, and for
 * right to left in reverse. It takes the place of a real language in a copy of the built app, so that nothing of it is in
 * the product.
 */
import fs from 'node:fs'
import path from 'node:path'
import { en } from '../contract/text/en.ts'
import type { LanguageCode } from '../contract/text/languages.ts'
import type { Translation } from '../contract/text/translation.ts'
import { ROOT } from './driver/start.ts'

const ACCENTS: Readonly<Record<string, string>> = {
  ...{ a: 'á', c: 'ç', e: 'é', i: 'í', n: 'ñ', o: 'ö', s: 'š', u: 'ü', y: 'ý', z: 'ž' },
  ...{ A: 'Å', C: 'Ç', E: 'É', I: 'Î', N: 'Ñ', O: 'Ø', S: 'Š', U: 'Û', Y: 'Ý', Z: 'Ž' },
}
/** What is filled in, and what vue-i18n is to show as it is. */
const KEPT = /(\{'.*?'\}|\{\w+\})/

/** One sentence, or one form of it. */
function pseudoSentence(sentence: string, reverse: boolean): string {
  const accented = sentence
    .split(KEPT)
    .map((part) => (KEPT.test(part) ? part : part.replace(/[a-z]/gi, (letter) => ACCENTS[letter] ?? letter)))
    .join('')
  const more = 'löñg wörð '
    .repeat(10)
    .slice(0, Math.ceil(sentence.replace(KEPT, '').length * 0.4))
    .trim()
  const longer = `⟦${accented} ${more}⟧`
  return reverse ? `\u202e${longer}\u202c` : longer
}

function pseudo(tree: object, forms: number, reverse: boolean): object {
  const words = Object.entries(tree).map(([key, value]: [string, unknown]) => {
    if (typeof value !== 'string') return [key, pseudo(value as object, forms, reverse)] as const
    const given = value.split(' | ')
    const wanted = given.length === 1 ? given : Array.from({ length: forms }, () => given.at(-1) ?? '')
    return [key, wanted.map((form) => pseudoSentence(form, reverse)).join(' | ')] as const
  })
  return Object.fromEntries(words) as object
}

/** In the place of `code`: with as many forms of plurals, and in its direction. */
export function pseudoWords(code: LanguageCode, reverse: boolean): Translation {
  const forms = new Intl.PluralRules(code).resolvedOptions().pluralCategories.length
  return pseudo(en, forms, reverse) as Translation
}

/** A copy of the built app in `folder`, in which `code` is the language that nobody speaks. */
export function plantPseudo(folder: string, code: LanguageCode, words: Translation): string {
  const own = (file: string): boolean => !/out[\\/](?:e2e|tour|package)/.test(file)
  fs.cpSync(path.join(ROOT, 'out'), path.join(folder, 'out'), { recursive: true, filter: own })
  fs.cpSync(path.join(ROOT, 'package.json'), path.join(folder, 'package.json'))
  const chunk = `const words = ${JSON.stringify(words)}; export { words as ${code} };`
  const assets = path.join(folder, 'out/renderer/assets')
  const shown = fs.readdirSync(assets).filter((name) => name.startsWith(`${code}-`) && name.endsWith('.js'))
  if (shown.length !== 1) throw new Error(`there are ${shown.length} files of the language ${code}`)
  for (const file of [path.join(folder, 'out/main', `${code}.js`), path.join(assets, shown[0] ?? '')]) {
    if (!fs.readFileSync(file, 'utf8').includes(`as ${code}`) && !fs.readFileSync(file, 'utf8').includes(`{ ${code} }`))
      throw new Error(`${file} gives out no ${code}`)
    fs.writeFileSync(file, chunk)
  }
  return folder
}
