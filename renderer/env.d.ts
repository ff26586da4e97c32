/** Trusted Types, which TypeScript's DOM library does not describe yet. */
interface TrustedScriptURL {
  readonly __brand: 'TrustedScriptURL'
}
interface TrustedTypePolicy {
  createScriptURL(input: string): TrustedScriptURL
}
interface TrustedTypePolicyFactory {
  createPolicy(name: string, rules: { createScriptURL?: (input: string) => string }): TrustedTypePolicy
}
interface Window {
  readonly trustedTypes?: TrustedTypePolicyFactory
}

/** For linters, which cannot look into single-file components; vue-tsc can, and does not come here. */
declare module '*.vue' {
  const component: import('vue').DefineComponent
  export default component
}
