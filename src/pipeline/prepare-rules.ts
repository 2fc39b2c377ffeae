import { writeFileSync } from 'node:fs'
import { preparedFile, prepareRules } from './shipped-rules.ts'

writeFileSync(preparedFile, await prepareRules())
