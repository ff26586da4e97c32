/** Letters that are written from right to left: Hebrew, Arabic and what stands between and beside them in Unicode. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdfd\ufe70-\ufefc]/

/**
 * `value` as a part of `sentence`: where one of them is written from right to left, it is set apart by Unicode's marks
 * FSI and PDI, so that a file's name keeps its own order and does not disturb that of the words around it.
 */
export function isolated(value: string, sentence: string): string {
  return RIGHT_TO_LEFT.test(sentence + value) ? `\u2068${value}\u2069` : value
}
