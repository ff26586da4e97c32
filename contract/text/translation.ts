import type { en } from './en.ts'

type Words<Tree> = { readonly [Key in keyof Tree]: Tree[Key] extends string ? string : Words<Tree[Key]> }

/** Coffer’s sentences in one language: every key of the English ones and no other (docs/TRANSLATING.md). */
export type Translation = Words<typeof en>

type Part<Tree> = { readonly [Key in keyof Tree]?: Tree[Key] extends string ? Tree[Key] : Part<Tree[Key]> }

/** A translation that is being written: what it lacks is said in English. */
export type Draft = Part<Translation>

/** `draft` with the English words in its gaps. */
export function completed<Tree extends object>(draft: Part<Tree>, english: Tree): Tree {
  const words = Object.entries(english).map(([key, own]: [string, unknown]) => {
    const given: unknown = draft[key as keyof Tree]
    if (typeof own !== 'object' || own === null) return [key, given ?? own]
    return [key, completed(given ?? {}, own)]
  })
  return Object.fromEntries(words) as Tree
}
