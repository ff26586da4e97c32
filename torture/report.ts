/** What a group of the torture tried and found. */
export interface Finding {
  /** Of judge.ts, or what else the group calls it. */
  readonly rule: string
  /** How to have it again: the command and what was done to it. */
  readonly where: string
  readonly what: string
}

export interface GroupReport {
  /** What was tried, counted by what it is called. */
  readonly tried: Readonly<Record<string, number>>
  readonly findings: readonly Finding[]
  /** Why it did not run, wholly or in part. */
  readonly notRun?: string
}

export interface Effort {
  readonly full: boolean
  readonly seed: number
  /** Groups that compute run in `parts` processes at once; this is number `part`, from 0. */
  readonly part: number
  readonly parts: number
}

/** Several parts as one. */
export function joined(reports: readonly GroupReport[]): GroupReport {
  const tried: Record<string, number> = {}
  for (const report of reports) for (const [name, many] of Object.entries(report.tried)) count(tried, name, many)
  const [notRun] = reports.flatMap((report) => report.notRun ?? [])
  return { tried, findings: reports.flatMap(({ findings }) => findings), ...(notRun !== undefined && { notRun }) }
}

/** Adds one to a count. */
export function count(tried: Record<string, number>, name: string, by = 1): void {
  tried[name] = (tried[name] ?? 0) + by
}

/** A harness that does not find what was planted for it finds nothing: that is a finding of its own. */
export function blind(where: string, what: string): Finding {
  return { rule: 'blind', where, what }
}
