import { readonly, ref, type Ref } from 'vue'

export interface Toast {
  readonly id: number
  readonly text: string
  readonly action?: { readonly label: string; readonly run: () => void } | undefined
}

export interface Toasts {
  readonly toasts: Readonly<Ref<readonly Toast[]>>
  /** Confirms a harmless act for at least 8 s. Never for an error: errors stand in the page. */
  readonly show: (toast: Omit<Toast, 'id'>) => void
  readonly dismiss: (id: number) => void
}

const toasts = ref<Toast[]>([])
let lastId = 0

function show(toast: Omit<Toast, 'id'>): void {
  toasts.value = [...toasts.value.slice(-2), { ...toast, id: ++lastId }]
}

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id)
}

/** The messages that `ToastHost` shows: three at most, the newest last. */
export function useToasts(): Toasts {
  return { toasts: readonly(toasts), show, dismiss }
}
