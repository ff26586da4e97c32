/** Telling the window: typed events to the page that is there now, and errors as data. */
import type { WebContents } from 'electron'
import { eventChannelOf, type CofferEvents } from '../../contract/api.ts'
import { asCofferError } from '../../contract/errors.ts'
import type { WireError } from '../../contract/files.ts'

/** Tells the window of an event; says nothing where there is no window. */
export type Publish = <Event extends keyof CofferEvents>(event: Event, value: CofferEvents[Event]) => void

export type PublishTarget = Pick<WebContents, 'isDestroyed' | 'send'>

/** Publishes to what `target` gives at each call: the window is made after those who tell it things. */
export function publisherTo(target: () => PublishTarget | null): Publish {
  return (event, value) => {
    const contents = target()
    if (contents && !contents.isDestroyed()) contents.send(eventChannelOf(event), value)
  }
}

/** Any thrown value as it may cross to the window: of a fault of Coffer's own, only that there was one. */
export function wireError(error: unknown): WireError {
  const { code, details } = asCofferError(error)
  return { code, details: code === 'internal' ? {} : details }
}
