/** Long loops of tests: a sample in `npm test`, all of it in `npm run test:full`. */

const isFull = process.env.COFFER_FULL === '1'

/** How often to try: `few` times, or `all` times where the tests run in full. */
export function sampled(few: number, all: number): number {
  return isFull ? all : few
}
