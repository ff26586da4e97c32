/** A fresh process under Electron, whose fuses forbid a plain Node one. */
import { utilityProcess } from 'electron'
import type { StartProcess } from '../drill/burnt-house-drill.ts'

export const startUtilityProcess: StartProcess = (script, { cwd, env }) => {
  const child = utilityProcess.fork(script, [], { cwd, env: { ...env }, stdio: 'ignore', serviceName: 'Coffer' })
  return {
    post(order) {
      child.once('spawn', () => {
        child.postMessage(order)
      })
    },
    onMessage(listener) {
      child.once('message', listener)
    },
    onExit(listener) {
      child.once('exit', listener)
    },
    kill() {
      child.kill()
    },
  }
}
