import { coreDetector } from '../eval/requests/core-rules.ts'
import { cost } from '../src/pipeline/cost.ts'
import { furnishing } from '../src/pipeline/furnishing.ts'

// FILE RUNS [crs]: prints what each stage costs, with the Core Rule Set at level 1 loaded too if so asked.
// A process for each file, so that none profits from another.
const [path = '', runs = '3', more = ''] = process.argv.slice(2)
const shipped = await furnishing()
const core = more === 'crs' ? coreDetector(1) : undefined
const detectors = core ? [...shipped.detectors, { detector: core, options: {} }] : shipped.detectors
console.log(JSON.stringify(cost(path, { ...shipped, detectors }, Number(runs))))
