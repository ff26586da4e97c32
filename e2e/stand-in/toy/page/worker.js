import { answer } from './worker-part.js'

postMessage(answer)
