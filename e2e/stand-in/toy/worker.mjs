import crypto from 'node:crypto'
import process from 'node:process'
import { parentPort } from 'node:worker_threads'

async function refusal(attempt) {
  try {
    await attempt()
    return 'allowed'
  } catch (error) {
    return error.code ?? error.message
  }
}

parentPort.postMessage({
  pid: process.pid,
  argon2: await refusal(() => crypto.argon2Sync('argon2id', {})),
  electron: await refusal(() => import('electron')),
})
