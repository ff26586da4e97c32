/** HTML entities that another program left in its cells. A table of the common ones, no parser. */

const CHARACTERS: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#039;': "'",
  '&#x27;': "'",
  '&apos;': "'",
}
const ENTITY = /&(?:amp|lt|gt|quot|apos|#0?39|#x27);/gi

export function looksDamaged(text: string): boolean {
  return text.search(ENTITY) !== -1
}

/** Each entity as its character, once: `&amp;lt;` becomes `&lt;`. */
export function repair(text: string): string {
  return text.replace(ENTITY, (entity) => CHARACTERS[entity.toLowerCase()] ?? entity)
}
