/** What has passed its last stopping place is finished before the process ends: a file that got its name is recorded. */
let unfinished = 0
const waiting: (() => void)[] = []

/** Until the returned function is called; calling it again does nothing. */
export function finishFirst(): () => void {
  unfinished += 1
  let done = false
  return () => {
    if (done) return
    done = true
    unfinished -= 1
    if (unfinished === 0) for (const end of waiting.splice(0)) end()
  }
}

/** Calls `end` at once, or as soon as nothing is unfinished. */
export function whenFinished(end: () => void): void {
  if (unfinished === 0) end()
  else waiting.push(end)
}
