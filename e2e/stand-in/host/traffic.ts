/** Every request of a page: answered by the app's protocol handler, or noted and refused. Nothing leaves the machine. */
import type { Page, Request, Route } from 'playwright'
import type { PageAnswer, PageRequest } from '../border.ts'
import { GONE } from '../rpc.ts'

export interface OutsideRequest {
  url: string
  method: string
  resourceType: string
  /** The app's own webRequest handler refused it before the stand-in did. */
  refusedByApp: boolean
}

type Verdict = PageAnswer | { kind: 'allowed' }

export interface TrafficRules {
  ask: (request: PageRequest) => Promise<PageAnswer>
  mayNavigate: (url: string, isMainFrame: boolean) => Promise<boolean>
  /** Whether the host itself is taking the page to this address. */
  isExpected: (url: string) => boolean
  note: (request: OutsideRequest) => void
  /** The one address outside that pages may load from, while the app is being developed. */
  devServer: string | null
}

const OWN = /^https:\/\/[^/?#]+\.[a-z][\w+-]*\.invalid(?=[/?#]|$)/

const LOCAL = /^(about|data|blob):/

/** Null for requests that no frame made or whose frame is not there yet. */
function frameOf(request: Request): ReturnType<Request['frame']> | null {
  try {
    return request.frame()
  } catch {
    return null
  }
}

async function allowed(page: Page, request: Request, rules: TrafficRules): Promise<boolean> {
  if (!request.isNavigationRequest() || rules.isExpected(request.url())) return true
  const frame = frameOf(request)
  return rules.mayNavigate(request.url(), frame === null || frame === page.mainFrame())
}

function isFromDevServer({ devServer }: TrafficRules, url: string): boolean {
  return devServer !== null && url.startsWith(`${devServer}/`)
}

async function answered(request: Request, rules: TrafficRules): Promise<Verdict> {
  const [url, method, resourceType] = [request.url(), request.method(), request.resourceType()]
  const body = request.postDataBuffer()
  const asked = { url, method, headers: await request.allHeaders(), body: body && new Uint8Array(body), resourceType }
  const answer = await rules.ask(asked)
  if (answer.kind === 'outside' && isFromDevServer(rules, url)) return { kind: 'allowed' }
  if (answer.kind === 'outside' ? !LOCAL.test(url) : answer.kind === 'refused' && !OWN.test(url)) {
    rules.note({ url, method, resourceType, refusedByApp: answer.kind === 'refused' })
  }
  return answer
}

async function verdictOn(page: Page, request: Request, rules: TrafficRules): Promise<Verdict | null> {
  return (await allowed(page, request, rules)) ? answered(request, rules) : null
}

async function carryOut(route: Route, answer: Verdict | null): Promise<void> {
  if (answer === null) await route.abort('aborted')
  else if (answer.kind === 'allowed') await route.continue()
  else if (answer.kind !== 'response') await route.abort('blockedbyclient')
  else await route.fulfill({ status: answer.status, headers: answer.headers, body: Buffer.from(answer.body) })
}

export async function routeTraffic(page: Page, rules: TrafficRules): Promise<void> {
  page.on('websocket', (socket) => {
    rules.note({ url: socket.url(), method: 'GET', resourceType: 'websocket', refusedByApp: false })
  })
  await page.route('**/*', async (route: Route) => {
    const request = route.request()
    try {
      await carryOut(route, await verdictOn(page, request, rules))
    } catch (error) {
      if (!String(error).includes(GONE)) process.stderr.write(`stand-in: ${request.url()}: ${String(error)}\n`)
      await route.abort('failed').catch(() => undefined)
    }
  })
}
