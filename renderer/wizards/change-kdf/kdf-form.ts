/** The settings of a key derivation as a form has them: a kind, and each number as it is typed. */
import { computed, reactive, ref, type ComputedRef, type Ref } from 'vue'
import {
  CREATION_RANGE,
  DEFAULT_ARGON2ID,
  DEFAULT_PBKDF2,
  type Argon2idConfig,
  type KdfConfig,
  type Pbkdf2Config,
} from '../../../contract/kdf-config.ts'

export type KdfKind = KdfConfig['type']

/** A number that is asked for, with what it may be. */
export interface KdfNumber {
  readonly name: 'iterations' | 'memoryMiB' | 'parallelism'
  readonly range: { readonly min: number; readonly max: number }
}

export interface KdfForm {
  readonly kind: Ref<KdfKind>
  /** What is typed, by kind and name. */
  readonly typed: Readonly<Record<KdfKind, Record<string, string>>>
  /** Those of the kind that is chosen. */
  readonly numbers: ComputedRef<readonly KdfNumber[]>
  readonly isGood: (number: KdfNumber) => boolean
  /** Null while a number is none, or not in its range. */
  readonly kdf: ComputedRef<KdfConfig | null>
}

const NAMES: Readonly<Record<KdfKind, readonly KdfNumber['name'][]>> = {
  pbkdf2: ['iterations'],
  argon2id: ['iterations', 'memoryMiB', 'parallelism'],
}

function textsOf(kdf: Argon2idConfig | Pbkdf2Config): Record<string, string> {
  return Object.fromEntries(Object.entries(kdf).map(([name, value]) => [name, String(value)]))
}

/** Begins with `now`, and with the usual numbers for the other kind. */
export function useKdfForm(now: KdfConfig): KdfForm {
  const kind = ref(now.type)
  const typed = reactive({
    pbkdf2: textsOf(now.type === 'pbkdf2' ? now : DEFAULT_PBKDF2),
    argon2id: textsOf(now.type === 'argon2id' ? now : DEFAULT_ARGON2ID),
  })

  const numbers = computed(() => {
    const ranges: Readonly<Record<string, KdfNumber['range']>> = CREATION_RANGE[kind.value]
    return NAMES[kind.value].map((name): KdfNumber => ({ name, range: ranges[name] ?? { min: 0, max: 0 } }))
  })

  function numberOf({ name }: KdfNumber): number {
    const text = typed[kind.value][name]?.trim() ?? ''
    return /^\d+$/.test(text) ? Number(text) : NaN
  }

  function isGood(number: KdfNumber): boolean {
    const value = numberOf(number)
    return value >= number.range.min && value <= number.range.max
  }

  const kdf = computed((): KdfConfig | null => {
    if (!numbers.value.every(isGood)) return null
    const values = Object.fromEntries(numbers.value.map((number) => [number.name, numberOf(number)]))
    return { type: kind.value, ...values } as unknown as KdfConfig
  })

  return { kind, typed, numbers, isGood, kdf }
}

export function sameKdf(a: KdfConfig, b: KdfConfig): boolean {
  const [texts, others] = [textsOf(a), textsOf(b)]
  return [...new Set([...Object.keys(texts), ...Object.keys(others)])].every((name) => texts[name] === others[name])
}
