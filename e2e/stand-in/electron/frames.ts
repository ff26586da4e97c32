/** WebFrameMain, and the events that carry one. */
import type { PretendedSender } from '../border.ts'
import { strict } from './strict.ts'
import { originOf } from './urls.ts'
import type { WebContents } from './web-contents.ts'

export interface Frame {
  readonly url: string
  readonly origin: string
  readonly parent: Frame | null
  readonly top: Frame | null
}

function makeFrame(contents: WebContents, url: () => string, parent: Frame | null): Frame {
  const frame: Frame = strict('WebFrameMain', {
    get url() {
      return url()
    },
    get origin() {
      return originOf(url())
    },
    name: '',
    parent,
    get top(): Frame {
      return parent ?? frame
    },
    frames: [],
    processId: 1,
    routingId: contents.id,
    frameTreeNodeId: parent ? 1000 + contents.id : contents.id,
    detached: false,
    isDestroyed: () => contents.isDestroyed(),
    send: (channel: string, ...args: unknown[]) => {
      contents.send(channel, ...args)
    },
  })
  return frame
}

export function mainFrameOf(contents: WebContents): Frame {
  return makeFrame(contents, () => contents.pageUrl, null)
}

/** The frame a test pretends to call from. */
export function pretendedFrame(
  contents: WebContents,
  { url, isMainFrame, senderFrame }: PretendedSender,
): Frame | null {
  if (senderFrame === null) return null
  return makeFrame(contents, () => url, isMainFrame ? null : contents.mainFrame)
}

export function ipcEvent(contents: WebContents, senderFrame: Frame | null, members: object): object {
  return { type: 'frame', sender: contents, senderFrame, processId: 1, frameId: 1, ports: [], ...members }
}
