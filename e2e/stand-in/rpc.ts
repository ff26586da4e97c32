/** Two-way calls over the channel that child_process.fork opens with `serialization: 'advanced'`. */

export interface Endpoint {
  connected: boolean
  send: (message: unknown) => unknown
  onMessage: (listener: (message: unknown) => void) => void
  onGone: (listener: () => void) => void
}

interface Request {
  kind: 'request'
  id: number
  name: string
  args: unknown[]
}

interface Reply {
  kind: 'reply'
  id: number
  value?: unknown
  error?: { name: string; message: string; stack?: string | undefined }
}

/** Says that a call fell together with the process that would have answered it. */
export const GONE = 'stand-in: the other side is gone'

type Calls<T> = { [K in keyof T]: (...args: never[]) => unknown }
export type Call<T extends Calls<T>> = <K extends keyof T & string>(
  name: K,
  ...args: Parameters<T[K]>
) => Promise<Awaited<ReturnType<T[K]>>>

function described(error: unknown): NonNullable<Reply['error']> {
  if (error instanceof Error) return { name: error.name, message: error.message, stack: error.stack }
  return { name: 'Error', message: String(error) }
}

/** Serves `mine` to the other side and returns how to call `Theirs`. */
export function makeRpc<Theirs extends Calls<Theirs>>(endpoint: Endpoint, mine: object): Call<Theirs> {
  let lastId = 0
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()

  async function answer({ id, name, args }: Request): Promise<void> {
    const reply: Reply = { kind: 'reply', id }
    try {
      const serve = (mine as Record<string, ((...args: unknown[]) => unknown) | undefined>)[name]
      if (!serve) throw new Error(`stand-in: nothing serves ${name}`)
      reply.value = await serve(...args)
    } catch (error) {
      reply.error = described(error)
    }
    if (endpoint.connected) endpoint.send(reply)
  }

  function settle({ id, value, error }: Reply): void {
    const call = waiting.get(id)
    waiting.delete(id)
    if (!error) call?.resolve(value)
    else call?.reject(Object.assign(new Error(error.message), { name: error.name, remoteStack: error.stack }))
  }

  endpoint.onMessage((message) => {
    const { kind } = message as Request | Reply
    if (kind === 'reply') settle(message as Reply)
    else void answer(message as Request)
  })

  endpoint.onGone(() => {
    for (const { reject } of waiting.values()) reject(new Error(GONE))
    waiting.clear()
  })

  return (name, ...args) =>
    new Promise((resolve, reject) => {
      if (!endpoint.connected) {
        reject(new Error(GONE))
        return
      }
      lastId += 1
      waiting.set(lastId, { resolve: resolve as (value: unknown) => void, reject })
      endpoint.send({ kind: 'request', id: lastId, name, args } satisfies Request)
    })
}
