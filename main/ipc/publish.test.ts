/** What is told to the window, and to whom. */
import { expect, it, vi, type Mock } from 'vitest'
import { publisherTo, type PublishTarget } from './publish.ts'

function page(gone = false): { isDestroyed: () => boolean; send: Mock<PublishTarget['send']> } {
  return { isDestroyed: () => gone, send: vi.fn<PublishTarget['send']>() }
}

it('tells the page that is there now', () => {
  let now: PublishTarget | null = null
  const publish = publisherTo(() => now)
  publish('command', 'find')
  const first = page()
  now = first
  publish('command', 'export')
  const gone = page(true)
  now = gone
  publish('command', 'import')
  expect(first.send).toHaveBeenCalledExactlyOnceWith('coffer:event.command', 'export')
  expect(gone.send).not.toHaveBeenCalled()
})
