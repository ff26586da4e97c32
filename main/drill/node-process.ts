/** A fresh process on plain Node, for the command line and the tests. */
import { fork } from 'node:child_process'
import type { StartProcess } from './burnt-house-drill.ts'

export const startNodeProcess: StartProcess = (script, { cwd, env }) => {
  const child = fork(script, { cwd, env: { ...env }, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  return {
    post(order) {
      child.send(order)
    },
    onMessage(listener) {
      child.once('message', listener)
    },
    onExit(listener) {
      child.once('exit', listener)
      child.once('error', listener)
    },
    kill() {
      child.kill('SIGKILL')
    },
  }
}
