import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'
import { dropFiles } from '../bridge.ts'
import { useSession } from '../stores/session.ts'

function holdsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false
}

/** Files can be dropped anywhere in the window. True while they are dragged over it. */
export function useFileDrop(): Readonly<Ref<boolean>> {
  const session = useSession()
  const dragging = ref(false)
  /** The drag enters each element before it leaves the one around it. */
  let depth = 0

  function enter(event: DragEvent): void {
    if (!holdsFiles(event)) return
    event.preventDefault()
    depth += 1
    dragging.value = true
  }

  function over(event: DragEvent): void {
    if (!event.dataTransfer) return
    // Text and pictures are not taken, and nothing may make the window go elsewhere.
    event.preventDefault()
    event.dataTransfer.dropEffect = holdsFiles(event) ? 'copy' : 'none'
  }

  function leave(event: DragEvent): void {
    if (!holdsFiles(event)) return
    depth = Math.max(0, depth - 1)
    if (depth === 0) dragging.value = false
  }

  function drop(event: DragEvent): void {
    event.preventDefault()
    depth = 0
    dragging.value = false
    const dropped = [...(event.dataTransfer?.files ?? [])]
    if (dropped.length > 0) void session.attempt(() => dropFiles(dropped))
  }

  const listeners = { dragenter: enter, dragover: over, dragleave: leave, drop }
  onMounted(() => {
    for (const [name, listener] of Object.entries(listeners)) {
      window.addEventListener(name, listener as (event: Event) => void)
    }
  })
  onBeforeUnmount(() => {
    for (const [name, listener] of Object.entries(listeners)) {
      window.removeEventListener(name, listener as (event: Event) => void)
    }
  })
  return dragging
}
