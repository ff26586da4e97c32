/** Writes the sample export: node scripts/make-sample.ts FILE */
import { writeFileSync } from 'node:fs'
import { SAMPLE } from '../main/commands/sample.ts'

const [file] = process.argv.slice(2)
if (file === undefined) throw new Error('node scripts/make-sample.ts FILE')
writeFileSync(file, SAMPLE, { flag: 'wx' })
