/** Letters that are written from right to left: Hebrew, Arabic and what stands between and beside them in Unicode. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdfd\ufe70-\ufefc]/

export function isRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text)
}

/**
 * `value` as a part of a sentence: where one of the two is written from right to left, it is set apart by Unicode's
 * marks FSI and PDI, so that a file's name keeps its own order and does not disturb that of the words around it.
 */
export function isolated(value: string, inRightToLeft: boolean): string {
  return inRightToLeft || isRightToLeft(value) ? `\u2068${value}\u2069` : value
}
