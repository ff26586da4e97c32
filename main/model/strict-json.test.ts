import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseStrictJson } from './strict-json.ts'

const whole = fc.json({ maxDepth: 6, depthSize: 'large' })

function outcome(text: string): unknown {
  try {
    return parseStrictJson(text).value
  } catch (error) {
    return (error as Error).message
  }
}

describe('strict JSON', () => {
  it('reads what JSON.parse reads, whatever the white space', () => {
    fc.assert(
      fc.property(whole, fc.constantFrom(undefined, 2, '\t'), (text, indent) => {
        fc.pre(!/__proto__|constructor|prototype|[eE][+-]?\d|-0\b|\d{16}/.test(text))
        const written = JSON.stringify(JSON.parse(text), null, indent)
        expect(parseStrictJson(` \r\n${written}\t`).value).toEqual(JSON.parse(written))
      }),
      { numRuns: 500 },
    )
  })

  it('refuses every cut of a document as truncated', () => {
    const text = '{"a":["x\\"y",1.5,true,false,null,{"b":"\\u00e9"}],"c":-2}'
    for (let length = 1; length < text.length; length += 1)
      expect(outcome(text.slice(0, length))).toBe('format/truncated')
  })

  it('never reads what JSON.parse refuses', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('{}[]",:\\u01e-.tfn ')), maxLength: 12 }), (text) => {
        const found = outcome(text)
        if (typeof found === 'string' && found.startsWith('format/')) return
        expect(found).toEqual(JSON.parse(text))
      }),
      { numRuns: 5000 },
    )
  })

  it.each([
    ['format/damaged', '{"a" 1}'],
    ['format/damaged', '[1,]'],
    ['format/damaged', '[01]'],
    ['format/damaged', '["\t"]'],
    ['format/damaged', '["\\x"]'],
    ['format/damaged', '{} {}'],
    ['format/damaged', '[NaN]'],
    ['format/damaged', "['a']"],
    ['format/duplicate-key', '{"a":1,"\\u0061":2}'],
    ['format/forbidden-key', '{"__proto__":1}'],
    ['format/forbidden-key', '[{"constructor":1}]'],
    ['format/lone-surrogate', '["\\ud800"]'],
    ['format/lone-surrogate', '{"\\udc00x":1}'],
    ['format/unsafe-number', '[9007199254740993]'],
    ['format/unsafe-number', '[1e400]'],
    ['format/unsafe-number', '[-0]'],
    ['format/too-deep', '['.repeat(33)],
    ['format/too-deep', '['.repeat(5_000_000)],
  ])('%s', (code, text) => {
    expect(outcome(text)).toBe(code)
  })

  it('tells where a top-level text stands', () => {
    const text = '{"a": "é\\"x", "b": {"a": "no"}, "c": ["no"]}'
    const { textSpans } = parseStrictJson(text)
    const { start, end } = textSpans.get('a') ?? { start: 0, end: 0 }
    expect([text.slice(start, end), [...textSpans.keys()]]).toEqual(['é\\"x', ['a']])
  })
})
