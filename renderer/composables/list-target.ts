/** The index that `key` moves to in a list of `total` rows, or null when the key moves nowhere. */
export function listTarget(key: string, at: number | null, total: number, page: number): number | null {
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: at === null ? 0 : at + 1,
    ArrowUp: at === null ? 0 : at - 1,
    PageDown: (at ?? 0) + page,
    PageUp: (at ?? 0) - page,
    Home: 0,
    End: total - 1,
  }
  const target = targets[key]
  return target === undefined ? null : Math.max(0, Math.min(total - 1, target))
}
