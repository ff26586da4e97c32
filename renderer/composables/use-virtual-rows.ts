import { computed, onMounted, watch, type ComputedRef } from 'vue'
import { defaultRangeExtractor, useVirtualizer, type Range, type VirtualItem } from '@tanstack/vue-virtual'

/** What the list looks like now. */
export interface RowsView {
  readonly total: number
  readonly rowHeight: number
  readonly current: number | null
}

export interface VirtualRows {
  /** The rows to render, and where. */
  readonly rows: ComputedRef<VirtualItem[]>
  readonly totalHeight: ComputedRef<number>
  /** How many rows a page key moves by. */
  readonly page: () => number
}

const OVERSCAN = 12

/**
 * The few rows of a long list that can be seen. The current row stays rendered wherever the list is scrolled to,
 * because `aria-activedescendant` points at it, and comes into view when it changes.
 */
export function useVirtualRows(
  scroller: () => HTMLElement | null,
  view: () => RowsView,
  onRange: (range: { start: number; end: number }) => void,
): VirtualRows {
  const current = computed(() => view().current)

  function rangeWithCurrent(range: Range): number[] {
    const indexes = defaultRangeExtractor(range)
    const at = current.value
    if (at === null || indexes.includes(at)) return indexes
    return at < (indexes[0] ?? 0) ? [at, ...indexes] : [...indexes, at]
  }

  const virtualizer = useVirtualizer(
    computed(() => ({
      count: view().total,
      getScrollElement: scroller,
      estimateSize: () => view().rowHeight,
      overscan: OVERSCAN,
      rangeExtractor: rangeWithCurrent,
    })),
  )

  watch(
    () => {
      const { startIndex = 0, endIndex = -1 } = virtualizer.value.range ?? {}
      return [Math.max(0, startIndex - OVERSCAN), Math.min(view().total, endIndex + 1 + OVERSCAN)] as const
    },
    ([start, end], before) => {
      if (end > start && (start !== before?.[0] || end !== before[1])) onRange({ start, end })
    },
    { immediate: true },
  )
  watch(
    () => view().rowHeight,
    () => {
      virtualizer.value.measure()
    },
  )

  function reveal(): void {
    if (current.value !== null) virtualizer.value.scrollToIndex(current.value)
  }
  watch(current, reveal, { flush: 'post' })
  onMounted(reveal)

  return {
    rows: computed(() => virtualizer.value.getVirtualItems()),
    totalHeight: computed(() => virtualizer.value.getTotalSize()),
    page: () => Math.max(1, Math.floor((scroller()?.clientHeight ?? 0) / view().rowHeight) - 1),
  }
}
