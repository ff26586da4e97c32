/** Files as nobody wrote them, read in the hundred thousands: each is read or refused by a code, at once. */
import { CofferError } from '../../contract/errors.ts'
import { mutateBytes } from '../mutants.ts'
import { randomFrom, type Random } from '../random.ts'
import { blind, count, type Effort, type Finding, type GroupReport } from '../report.ts'
import { innerSeeds, outerSeeds, type Read } from '../seeds.ts'

const SLOW_MS = 1_000
const KEPT_BYTES = 200
/** Wrong on purpose: throws what is no refusal where a byte is not ASCII, and takes its time over a NUL. */
const PLANTED: Read = (bytes) => {
  if (bytes.includes(0)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SLOW_MS + 50)
  if (bytes.some((byte) => byte > 127)) throw new TypeError('planted')
}

/** What is wrong with how a file was read; null where nothing is. */
async function faultOf(read: Read, bytes: Uint8Array, random: Random): Promise<Omit<Finding, 'where'> | null> {
  const options = random.below(4) === 0 ? { salvage: true, repair: random.below(2) === 0 } : {}
  const begun = performance.now()
  const refusal = await attempt(read, bytes, options)
  if (performance.now() - begun > SLOW_MS && (await isSlow(read, bytes, options))) {
    return { rule: 'slow', what: `${bytes.byteLength} bytes: ${excerpt(bytes)}` }
  }
  if (refusal === null || (refusal instanceof CofferError && refusal.code !== 'internal')) return null
  const stack = (refusal.stack ?? '').split('\n').slice(0, 3).join(' ')
  return { rule: 'untyped', what: `${stack}: ${excerpt(bytes)}` }
}

async function attempt(read: Read, bytes: Uint8Array, options: Parameters<Read>[1]): Promise<Error | null> {
  try {
    await read(bytes, options)
    return null
  } catch (error) {
    return error instanceof Error ? error : new Error('what was thrown is no error', { cause: error })
  }
}

/** Once may be another program's doing; three times is the file's. */
async function isSlow(read: Read, bytes: Uint8Array, options: Parameters<Read>[1]): Promise<boolean> {
  for (let again = 0; again < 2; again += 1) {
    const begun = performance.now()
    await attempt(read, bytes, options)
    if (performance.now() - begun < SLOW_MS) return false
  }
  return true
}

function excerpt(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').slice(0, KEPT_BYTES)
}

async function findsPlanted(): Promise<Finding[]> {
  const found = []
  for (const bytes of [Buffer.from('é'), Buffer.from('\0')]) found.push(await faultOf(PLANTED, bytes, randomFrom(1)))
  const rules = found.map((fault) => fault?.rule)
  return rules[0] === 'untyped' && rules[1] === 'slow' ? [] : [blind('planted', `found ${rules.join(', ')}`)]
}

/** `part` of `parts`, so that each core has its own. */
export async function outerGroup({ full, seed, part, parts }: Effort): Promise<GroupReport> {
  const [tried, findings]: [Record<string, number>, Finding[]] = [{}, await findsPlanted()]
  const seeds = await outerSeeds()
  const random = randomFrom(seed * parts + part)
  const wanted = Math.ceil((full ? 1_040_000 : 12_000) / parts)
  // A derivation costs as much as fifty other files.
  const rare = seeds.filter(({ format }) => format === 'bitwarden-password-protected')
  const others = seeds.filter(({ format }) => format !== 'bitwarden-password-protected')
  for (let done = 0; done < wanted; done += 1) {
    const { format, bytes, read } = random.pick(done % 25 === 0 ? rare : others)
    const mutant = mutateBytes(bytes, random.pick(seeds).bytes, random)
    const fault = await faultOf(read, mutant, random)
    count(tried, 'outer')
    count(tried, format)
    if (fault) findings.push({ ...fault, where: format })
  }
  return { tried, findings }
}

export async function innerGroup({ full, seed, part, parts }: Effort): Promise<GroupReport> {
  const [tried, findings]: [Record<string, number>, Finding[]] = [{}, await findsPlanted()]
  const seeds = await innerSeeds()
  const random = randomFrom(seed * parts + part)
  const wanted = Math.ceil((full ? 102_000 : 1_500) / parts)
  for (let done = 0; done < wanted; done += 1) {
    const { format, next, read } = random.pick(seeds)
    const fault = await faultOf(read, next(random), random)
    count(tried, 'inner')
    count(tried, format)
    if (fault) findings.push({ ...fault, where: format })
  }
  return { tried, findings }
}
