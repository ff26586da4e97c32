/** `electron.utilityProcess`: a process of plain Node. Its end of the line is `process.send`, not `process.parentPort`. */
import { fork, type ChildProcess } from 'node:child_process'
import { record } from './link.ts'
import { strict, StrictEmitter } from './strict.ts'

class UtilityProcess extends StrictEmitter {
  private child: ChildProcess

  constructor(script: string, args: string[], options: Electron.ForkOptions) {
    super()
    const env = { ...options.env } as NodeJS.ProcessEnv
    this.child = fork(script, args, { cwd: options.cwd, env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    this.child.once('spawn', () => this.emit('spawn'))
    this.child.on('message', (message) => this.emit('message', message))
    this.child.once('exit', (status) => this.emit('exit', status ?? 1))
  }

  get pid(): number | undefined {
    return this.child.pid
  }

  postMessage(message: unknown): void {
    this.child.send(message as object)
  }

  kill(): boolean {
    return this.child.kill()
  }
}

export const utilityProcess = strict('utilityProcess', {
  fork(script: string, args: string[] = [], options: Electron.ForkOptions = {}): UtilityProcess {
    record('utilityProcess.fork', [script, args, options])
    return new UtilityProcess(script, args, options)
  },
})
