/** Many files at once: what each is good for, what opens with one password, and what is in one of them alone. */
import { MAX_NAMES, type Census } from '../../contract/census.ts'
import { CofferError, EXIT_STATUS } from '../../contract/errors.ts'
import { compareGraded, gradeFile, kindOfFile, kindsOf, type Graded, type Kind } from '../commands/census.ts'
import type { Session } from '../commands/vault.ts'
import type { EngineApi } from './engine-api.ts'
import type { EngineState } from './engine-state.ts'

type CensusDesk = Pick<EngineApi, 'census' | 'onlyIn' | 'endCensus'>

interface Looked {
  readonly graded: Graded
  /** The vault that was open then. */
  readonly session: Session | undefined
  /** What its items can be compared with, by the keys of their kinds. */
  readonly kinds: ReadonlySet<string>
}

/** What was found so far. Ends with the page that shows it, and with the engine. */
export interface OpenCensus {
  readonly looked: Map<string, Looked>
  /** What the file of a ticket keeps of a vault. */
  readonly kinds: Map<string, Kind | null>
  /** Names of the items that a file has alone, by its ticket. */
  readonly alone: Map<string, readonly string[]>
}

interface Now {
  readonly session: Session | undefined
  readonly filePassword: string | null
  readonly kinds: readonly Kind[]
}

/** Whether another look would tell more: with another vault, a password for a file that is closed, files of another kind. */
function isStale({ graded, session, kinds }: Looked, { session: now, filePassword, kinds: wanted }: Now): boolean {
  if (graded.items !== null && wanted.some(({ key }) => !kinds.has(key))) return true
  const opensWith = graded.inspection?.opensWith
  if (opensWith === 'account-key') return session !== now
  return opensWith === 'file-password' && graded.items === null && filePassword !== null
}

const WRONG_PASSWORD = EXIT_STATUS['format/wrong-password']

/** A password that opens one of many files is wrong for the others: of those nothing was found, and they stay untried. */
function withoutWrongPassword(graded: Graded): Graded {
  const { inspection } = graded
  if (!inspection?.refusal || EXIT_STATUS[inspection.refusal] !== WRONG_PASSWORD) return graded
  return { ...graded, inspection: { ...inspection, opens: null, refusal: null, refusalDetails: null } }
}

function tell(census: OpenCensus, tickets: readonly string[], { session, kinds }: Now): Census {
  const found = tickets.flatMap((ticket) => {
    const graded = census.looked.get(ticket)?.graded
    return graded ? [{ ticket, graded }] : []
  })
  const compared = compareGraded(
    found.map(({ graded }) => graded),
    kinds,
    session?.contents(),
  )
  census.alone.clear()
  const files = found.map(({ ticket, graded: { verdict, inspection, error } }, index) => {
    const { alone, otherVersions } = compared.files[index] ?? { alone: null, otherVersions: null }
    if (alone)
      census.alone.set(
        ticket,
        alone.map(({ name }) => name),
      )
    const wire = error && { code: error.code, details: error.details }
    const counts = { onlyHere: alone?.length ?? null, otherVersions: otherVersions?.length ?? null }
    return { ticket, verdict, inspection, error: wire, ...counts }
  })
  return {
    files,
    onlyInVault: compared.vault?.alone.length ?? null,
    otherVersionsInVault: compared.vault?.otherVersions.length ?? null,
  }
}

export function makeCensusDesk(state: EngineState): CensusDesk {
  return {
    census: ({ tickets, filePassword }) =>
      state.work('census', async (onStep) => {
        const session = state.sessionOrNone
        const census: OpenCensus = (state.census ??= { looked: new Map(), kinds: new Map(), alone: new Map() })
        const wanted = new Set(tickets)
        for (const known of [census.looked, census.kinds])
          for (const ticket of known.keys()) if (!wanted.has(ticket)) known.delete(ticket)
        const take = async (ticket: string) => (await state.files.take(ticket)).file
        const unknown = tickets.filter((ticket) => !census.kinds.has(ticket))
        for (const [index, ticket] of unknown.entries()) {
          onStep('read', index, unknown.length)
          census.kinds.set(ticket, await kindOfFile(() => take(ticket)))
        }
        const kinds = kindsOf(tickets.map((ticket) => census.kinds.get(ticket) ?? null))
        const now = { session, filePassword, kinds }
        const stale = tickets.filter((ticket) => {
          const looked = census.looked.get(ticket)
          return !looked || isStale(looked, now)
        })
        for (const [index, ticket] of stale.entries()) {
          // Files are counted, whatever is done with each.
          const step = (): void => {
            onStep(filePassword === null ? 'read' : 'open', index, stale.length)
          }
          step()
          const graded = await gradeFile(() => take(ticket), kinds, {
            session,
            filePassword: filePassword ?? undefined,
            onStep: step,
          })
          const known = new Set(kinds.map(({ key }) => key))
          census.looked.set(ticket, { graded: withoutWrongPassword(graded), session, kinds: known })
        }
        return tell(census, tickets, now)
      }),
    onlyIn({ ticket }) {
      const names = state.census?.alone.get(ticket)
      if (!names) throw new CofferError('file/ticket-expired')
      return { names: names.slice(0, MAX_NAMES), more: Math.max(0, names.length - MAX_NAMES) }
    },
    endCensus() {
      state.census = null
      return null
    },
  }
}
