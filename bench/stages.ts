import { cost } from '../src/pipeline/cost.ts'
import { furnishing } from '../src/pipeline/furnishing.ts'

// FILE RUNS: prints what each stage costs. A process for each file, so that none profits from another.
const [path = '', runs = '3'] = process.argv.slice(2)
console.log(JSON.stringify(cost(path, await furnishing(), Number(runs))))
