/** What a test of many cases tried, for whoever reads its report: one line. */
export function printCounts(what: string, counts: Readonly<Record<string, number | string>>): void {
  const words = Object.entries(counts).map(([name, count]) => `${name} ${count}`)
  process.stdout.write(`${what}: ${words.join(', ')}\n`)
}
