/** Guesses how hard a password is to guess. Half a second's work at worst, so not in the window's own thread. */
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common'
import { dictionary as english } from '@zxcvbn-ts/language-en'
import type { StrengthReply, StrengthRequest } from './strength.ts'

const zxcvbn = new ZxcvbnFactory({ graphs: adjacencyGraphs, dictionary: { ...common, ...english } })

self.addEventListener('message', ({ data }: MessageEvent<StrengthRequest>) => {
  const reply: StrengthReply = { id: data.id, score: zxcvbn.check(data.password).score }
  self.postMessage(reply)
})
