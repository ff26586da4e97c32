/**
 * The walls around the page, put up before there is a window: no permission, no way to another page or a second
 * window, no download, no request that is not for the page itself. Electron's own answer to all of these is yes.
 */
import type { App, IpcMainInvokeEvent, Session, WebContents } from 'electron'
import type { Page } from './protocol.ts'

/** A session in memory: nothing of the page is ever on disk. */
export const PARTITION = 'coffer'

interface Preventable {
  preventDefault(): void
}

function prevent(event: Preventable): void {
  event.preventDefault()
}

/** Whether a page of the session may load `url`; the developer tools load themselves, where there are any. */
function isWanted(url: string, page: Page, packaged: boolean): boolean {
  return page.loads(url) || (!packaged && url.startsWith('devtools://'))
}

export type GuardedSession = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setSpellCheckerEnabled'
> & {
  on(event: 'will-download', listener: (event: Preventable) => void): unknown
  readonly webRequest: Pick<Session['webRequest'], 'onBeforeRequest' | 'onHeadersReceived'>
}

/** Denies everything that a session can be asked for. */
export function guardSession(session: GuardedSession, page: Page, packaged: boolean): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false)
  })
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => {
    answer(null)
  })
  session.setSpellCheckerEnabled(false)
  session.on('will-download', prevent)
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !isWanted(url, page, packaged) })
  })
  const { policy } = page
  if (policy === null) return
  session.webRequest.onHeadersReceived(({ responseHeaders }, answer) => {
    answer({ responseHeaders: { ...responseHeaders, 'Content-Security-Policy': [policy] } })
  })
}

export interface GuardedContents extends Pick<WebContents, 'setWindowOpenHandler'> {
  on(event: string, listener: (event: Preventable & { readonly url?: string }) => void): unknown
}

/** Keeps a page where it is. Only the development server's page may load itself anew. */
export function guardContents(contents: GuardedContents, page: Page): void {
  for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
    contents.on(event, (details) => {
      if (page.policy === null || details.url === undefined || !page.loads(details.url)) prevent(details)
    })
  }
  contents.on('will-attach-webview', prevent)
  // Prevented here means: the page has no say in being unloaded, so it cannot hold up a lock.
  contents.on('will-prevent-unload', prevent)
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** Every page there will ever be, also one that nobody meant to open. */
export function guardAllContents(app: Pick<App, 'on'>, page: Page): void {
  app.on('web-contents-created', (_event, contents) => {
    guardContents(contents, page)
  })
}

/** Whether a call comes from the main frame of our own window, and that frame shows our own page. */
export function isOwnPage(
  { sender, senderFrame }: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  contents: WebContents | null,
  page: Page,
): boolean {
  return (
    senderFrame !== null &&
    contents !== null &&
    sender === contents &&
    senderFrame.parent === null &&
    senderFrame.frameTreeNodeId === contents.mainFrame.frameTreeNodeId &&
    senderFrame.origin === page.origin
  )
}
