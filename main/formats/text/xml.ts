/**
 * XML as a tree of elements, strictly: no document type and so no entities but XML's own five, bounded in depth and
 * number. Source: docs/FORMATS.md#keepass-xml.
 */
import sax from 'sax'
import { CofferError } from '../../../contract/errors.ts'

/** Strict entities are XML's five, without those of HTML. */
const OPTIONS = { position: true, strictEntities: true }

const MAX_DEPTH = 100
const MAX_ELEMENTS = 5_000_000

export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
  /** All text directly in it. */
  readonly text: string
  /** Physical lines of its first and last character, from 1. */
  readonly lines: readonly [first: number, last: number]
  /** Where it stands in the text, from its first character to after its last. */
  readonly span: readonly [start: number, end: number]
}

interface Open {
  readonly name: string
  readonly attributes: Record<string, string>
  readonly children: Element[]
  text: string
  readonly line: number
  readonly start: number
}

/** @throws CofferError format/damaged, format/truncated, format/forbidden-key (a document type), format/too-deep,
 *   format/too-large */
export function parseXml(text: string): Element {
  const parser = sax.parser(true, OPTIONS)
  const open: Open[] = []
  const roots: Element[] = []
  let count = 0
  // What sax says of an error may quote the text: the place alone is told.
  parser.onerror = () => {
    const atEnd = parser.position >= text.length
    throw new CofferError(atEnd ? 'format/truncated' : 'format/damaged', { line: parser.line + 1 })
  }
  parser.ondoctype = () => {
    throw new CofferError('format/forbidden-key', { line: parser.line + 1 })
  }
  parser.onopentag = ({ name, attributes }) => {
    count += 1
    if (roots.length > 0) throw new CofferError('format/damaged', { line: parser.line + 1 })
    if (open.length >= MAX_DEPTH) throw new CofferError('format/too-deep', { most: MAX_DEPTH })
    if (count > MAX_ELEMENTS) throw new CofferError('format/too-large', { most: MAX_ELEMENTS })
    const start = parser.startTagPosition - 1
    open.push({
      name,
      attributes: attributes as Record<string, string>,
      children: [],
      text: '',
      line: parser.line + 1,
      start,
    })
  }
  const addText = (more: string): void => {
    const element = open.at(-1)
    if (element) element.text += more
  }
  parser.ontext = addText
  parser.oncdata = addText
  parser.onclosetag = () => {
    const closed = open.pop()
    if (!closed) return
    const { line, start, ...element } = closed
    const whole = { ...element, lines: [line, parser.line + 1] as const, span: [start, parser.position] as const }
    const parent = open.at(-1)
    if (parent) parent.children.push(whole)
    else roots.push(whole)
  }
  try {
    parser.write(text).close()
  } catch (error) {
    // An attribute named as a method of sax's own objects makes it fail; what it says may quote the text.
    throw error instanceof CofferError ? error : new CofferError('format/damaged', { line: parser.line + 1 })
  }
  const [root] = roots
  if (!root) throw new CofferError('format/truncated')
  return root
}

/** The children of that name. */
export function childrenOf(element: Element | undefined, name: string): readonly Element[] {
  return element?.children.filter((child) => child.name === name) ?? []
}

/** The first element at a path of names. */
export function childOf(element: Element | undefined, ...path: readonly string[]): Element | undefined {
  return path.reduce((found, name) => found?.children.find((child) => child.name === name), element)
}

/** The text of the element at a path; empty where there is none. */
export function textOf(element: Element | undefined, ...path: readonly string[]): string {
  return childOf(element, ...path)?.text ?? ''
}
