/**
 * Folders are privileges: an ESLint rule that holds every import to one table (docs/ARCHITECTURE.md, "Who may import
 * whom"). What a row does not name is refused.
 */
import path from 'node:path'

/** The folder of `file` that has a row in the table: the longest that matches. */
function layerOf(file, table) {
  return Object.keys(table)
    .filter((layer) => file === layer || file.startsWith(`${layer}/`))
    .sort((a, b) => b.length - a.length)[0]
}

/** @type {import('eslint').Rule.RuleModule} */
export const layersRule = {
  meta: {
    type: 'problem',
    schema: [{ type: 'object' }],
    messages: { refused: '{{from}} may not import {{target}}. Move the code, not the rule.' },
  },
  create(context) {
    const [table] = context.options
    const root = context.cwd
    const file = path.relative(root, context.filename).split(path.sep).join('/')
    const from = layerOf(file, table)
    if (!from) return {}
    const isTest = file.endsWith('.test.ts')
    const check = (node) => {
      const wanted = node.source?.value
      if (typeof wanted !== 'string') return
      const target = wanted.startsWith('.')
        ? path.posix.normalize(path.posix.join(path.posix.dirname(file), wanted))
        : wanted
      const allowed = [from, ...table[from], ...(isTest ? table.tests : [])]
      const named = wanted.startsWith('.') ? layerOf(target, table) : target
      const ok = allowed.some((entry) =>
        entry.endsWith('*') ? target.startsWith(entry.slice(0, -1)) : entry === named,
      )
      if (!ok) context.report({ node, messageId: 'refused', data: { from, target } })
    }
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    }
  },
}
