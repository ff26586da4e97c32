import type { AppStatus } from '../../../contract/api.ts'

/** Does what a setting asks, and takes the status that comes of it, if any. Never throws: the page tells what was refused. */
export type Act = (ask: () => Promise<AppStatus | null>) => Promise<void>
