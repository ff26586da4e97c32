import js from '@eslint/js'
import vue from 'eslint-plugin-vue'
import accessibility from 'eslint-plugin-vuejs-accessibility'
import tseslint from 'typescript-eslint'
import { layersRule } from './scripts/layers.js'

/** What components of the window are made of. */
const VUE = ['vue', 'reka-ui', '@lucide/vue']
/** What stands below the frames of the window. */
const BELOW_FRAMES = [
  'contract',
  ...VUE,
  'renderer/bridge.ts',
  'renderer/text',
  'renderer/composables',
  'renderer/components',
  'renderer/stores',
  'renderer/work',
]
const BELOW_SCREENS = [...BELOW_FRAMES, 'renderer/frames', 'renderer/dialogs']

/** Who may import whom. A folder's own files are always allowed; a name ending in * is a beginning. */
const LAYERS = {
  contract: [],
  'main/crypto': ['contract', 'node:crypto', 'node:util', 'node:worker_threads', 'hash-wasm'],
  // hash() alone, for digests: no keys here.
  'main/model': ['contract', 'node:crypto'],
  'main/formats': ['contract', 'main/crypto', 'main/model', 'node:crypto', 'papaparse', 'sax'],
  'main/files': ['contract', 'node:fs', 'node:fs/promises', 'node:os', 'node:path'],
  'main/vault': [
    ...['contract', 'main/crypto', 'main/model', 'main/files'],
    ...['node:crypto', 'node:fs', 'node:fs/promises', 'node:path', 'node:sqlite', 'node:url'],
  ],
  'main/commands': [
    ...['contract', 'main/crypto', 'main/model', 'main/formats', 'main/files', 'main/vault'],
    ...['node:crypto', 'node:util', 'node:path', '@scure/bip39/wordlists/english.js'],
  ],
  // Starts processes that hold no vault; nothing else of it may be near one.
  'main/drill': [
    'contract',
    'main/commands/burnt-house.ts*',
    'node:child_process',
    'node:fs/promises',
    'node:os',
    'node:path',
  ],
  'main/cli': [
    'contract',
    'main/commands',
    'main/drill',
    'node:fs',
    'node:path',
    'node:readline',
    'node:stream',
    'node:util',
  ],
  'main/cli.ts': ['contract', 'main/cli', 'main/commands'],
  'main/engine': [
    'contract',
    'main/commands',
    'main/drill',
    'node:crypto',
    'node:path',
    'node:timers/promises',
    'node:worker_threads',
  ],
  'main/ipc': ['contract', 'electron', 'valibot', 'main/engine/engine-api.ts*', 'main/shell'],
  'main/shell': [
    ...[
      'contract',
      'electron',
      'main/engine/engine-api.ts*',
      'main/ipc/publish.ts*',
      'main/drill/burnt-house-drill.ts*',
    ],
    ...['node:crypto', 'node:fs', 'node:fs/promises', 'node:path', 'node:url'],
  ],
  'main/index.ts': ['contract', 'electron', 'main/engine', 'main/ipc', 'main/shell', 'node:path'],
  preload: ['electron', 'contract'],
  // The window, from the bottom up. Screens and wizards meet in what stands below both; the shell alone knows both.
  'renderer/bridge.ts': ['contract'],
  'renderer/text': ['contract', 'vue', 'vue-i18n'],
  'renderer/workers': ['@zxcvbn-ts/core', '@zxcvbn-ts/language-common', '@zxcvbn-ts/language-en'],
  'renderer/composables': ['contract', 'vue', '@tanstack/vue-virtual', 'renderer/text', 'renderer/workers'],
  'renderer/components': ['contract', ...VUE, 'renderer/text', 'renderer/composables'],
  'renderer/stores': ['contract', 'vue', 'pinia', 'renderer/bridge.ts', 'renderer/text'],
  'renderer/work': [
    'contract',
    'vue',
    'renderer/bridge.ts',
    'renderer/text',
    'renderer/composables',
    'renderer/stores',
  ],
  'renderer/frames': BELOW_FRAMES,
  'renderer/dialogs': [...BELOW_FRAMES, 'renderer/frames'],
  'renderer/screens': BELOW_SCREENS,
  'renderer/wizards': BELOW_SCREENS,
  'renderer/shell': [...BELOW_SCREENS, 'renderer/screens', 'renderer/wizards'],
  // App.vue and main.ts join everything.
  renderer: [...BELOW_SCREENS, 'pinia', '@fontsource-variable/*', 'renderer/shell'],
  // Tests alone import it.
  'renderer/testkit': ['contract', 'vue', 'pinia', '@vue/test-utils', 'renderer/bridge.ts', 'renderer/stores'],
  e2e: [
    ...['contract', 'electron', '@playwright/test', 'playwright', '@axe-core/playwright', 'node:*'],
    ...['@electron/asar', '@electron/fuses', 'scripts/fuses.ts*'],
  ],
  torture: ['contract', 'main/*', 'node:*'],
  'main/testkit': ['contract', 'main/*', 'node:*', 'fast-check', 'vitest', 'electron'],
  tests: [
    'contract',
    'main/*',
    'renderer/*',
    'node:*',
    'fast-check',
    'vitest',
    'papaparse',
    'electron',
    'vue',
    'pinia',
    '@vue/test-utils',
    'scripts/fuses.ts*',
  ],
}

/** A raw Buffer as a key costs five times a KeyObject, at every call. */
const rawKey = {
  selector:
    'CallExpression[callee.name=/^create(Cipheriv|Decipheriv)$/] > :nth-child(2):not(MemberExpression):not(CallExpression):not(Identifier[name=/^(enc|mac)$/])',
  message: 'Pass a KeyObject of a SymmetricKey.',
}

/** Parts of reka-ui that write styles into the page. */
const REKA_TRAPS = ['SelectViewport', 'ComboboxViewport', 'ScrollAreaViewport', 'SplitterResizeHandle']

/** Rules of the Vue plugin about the look of code. */
const PRETTIER_RULES = [
  ...['html-closing-bracket-newline', 'html-indent', 'html-self-closing', 'max-attributes-per-line'],
  ...['multiline-html-element-content-newline', 'singleline-html-element-content-newline'],
  ...['first-attribute-linebreak', 'html-closing-bracket-spacing', 'html-quotes', 'mustache-interpolation-spacing'],
  ...['no-multi-spaces', 'no-spaces-around-equal-signs-in-attribute', 'multi-word-component-names'],
]

export default tseslint.config(
  { ignores: ['node_modules', 'out', 'coverage', 'main/formats/testdata'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    plugins: { coffer: { rules: { layers: layersRule } } },
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
        parser: tseslint.parser,
      },
    },
    rules: {
      'coffer/layers': ['error', LAYERS],
      'no-restricted-syntax': ['error', rawKey],
      'no-console': 'error',
      eqeqeq: 'error',
      'func-style': ['error', 'declaration', { allowArrowFunctions: true }],
      complexity: ['error', 16],
      'max-lines': ['error', { max: 400 }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
    },
  },
  vue.configs['flat/recommended'],
  accessibility.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    // vue-tsc knows the types of templates and components; typed lint rules do not.
    extends: [tseslint.configs.disableTypeChecked],
    rules: {
      // Props without a default are undefined, which their types say.
      'vue/require-default-prop': 'off',
      // Fields are named by the frame around them; axe looks at the whole.
      'vuejs-accessibility/form-control-has-label': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      // Prettier's business.
      ...Object.fromEntries(PRETTIER_RULES.map((rule) => [`vue/${rule}`, 'off'])),
      'vue/no-v-html': 'error',
      'vue/no-static-inline-styles': ['error', { allowBinding: true }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      // A label around its control or one that names it: both are good.
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
      'no-undef': 'off',
    },
  },
  {
    files: ['renderer/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'reka-ui',
              importNames: REKA_TRAPS,
              message: 'It makes a <style> element, which the content security policy refuses.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
  {
    // A translator touches one file, so a language is one file, however many sentences there are.
    files: ['contract/text/*.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    files: ['scripts/**', 'bench/**', 'main/cli.ts'],
    languageOptions: { globals: { console: false, process: false } },
    rules: { 'no-console': 'off' },
  },
)
