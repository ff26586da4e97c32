import type { en } from './en.ts'

type Words<Tree> = { readonly [Key in keyof Tree]: Tree[Key] extends string ? string : Words<Tree[Key]> }

/** Coffer’s sentences in one language: every key of the English ones and no other (docs/TRANSLATING.md). */
export type Translation = Words<typeof en>
