import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { sqlIn, workOfSql } from './sql.ts'

const missed = (texts: readonly string[]): string[] => texts.filter((text) => !sqlIn(text).is)
const wrong = (texts: readonly string[]): string[] => texts.filter((text) => sqlIn(text).is)

test('conditions that are always true or false are SQL', () => {
  assert.deepEqual(
    missed([
      `7 or 3=3`,
      `x' or 'k'='k`,
      `x" and "k"="z`,
      `5) or (2=2`,
      `kim' or 4 like 4 -- `,
      `kim'||5=5#`,
      `9 and 2 between 1 and 3`,
      `kim' and 3 in (1,2,3) -- -`,
      `kim' having 8=8--`,
      `kim' or true--`,
      `kim' or not 7=2--`,
      `1 or 1e0=0x1`,
      `1 xor '{"a":1}'::jsonb @> '{"a":1}'::jsonb`,
      `kim' rlike 'k' or 'a'='b`,
      `kim'='`,
    ]),
    [],
  )
})

test('queries, statements and clauses behind a value are SQL', () => {
  assert.deepEqual(
    missed([
      `-4 union select 1,2,name from staff`,
      `kim') union all select null,@@version--`,
      `4;drop table staff`,
      `kim'; update staff set pay=9--`,
      `4; exec master..xp_cmdshell 'dir'`,
      `4;declare @q varchar(99)`,
      `kim' order by 12-- `,
      `4) order by 7#`,
      `4 into outfile '/tmp/q'`,
      `(select pass from staff limit 1)`,
      `4-(select count(*) from information_schema.tables)`,
      `kim'||(select pass from staff)||'`,
      `4 procedure analyse(extractvalue(1,concat(0x7e,version())),1)`,
      `kim'--`,
      `kim'/*`,
    ]),
    [],
  )
})

test('calls that probe a database are SQL', () => {
  assert.deepEqual(
    missed([
      `kim' and sleep(4)#`,
      `1-benchmark(9000000,md5(7))`,
      `4;waitfor delay '0:0:4'--`,
      `4 and 3=(select 3 from pg_sleep(4))`,
      `1 or extractvalue(1,concat(0x7e,user()))`,
      `1 and dbms_pipe.receive_message('q',4)=1`,
      `load_file(0x2f6574632f686f737473)`,
      `if(2=2,sleep(3),0)`,
      `1,(case when 5=5 then 1 else 0 end)`,
      `1 and ascii(substring((select user()),1,1))>64`,
    ]),
    [],
  )
})

test('white space, comments, dialects and numbers do not hide SQL', () => {
  assert.deepEqual(
    missed([
      `7/**/or/**/3=3`,
      `7\u000bor\u000c3=3`,
      `7\u00a0or\u00a03=3`,
      `7 /*!50000or*/ 3=3`,
      `7or(3)=(3)`,
      `7 or 0b11=3`,
      `-4.1union select 1,2`,
      `4e0union(select(1),2)`,
      `7 or q'[k]'='k'`,
      `7 or $a$k$a$='k'`,
      `7 or E'k'='k'`,
      `7 or \`k\`=\`k\``,
      `7 or--\n3=3`,
      `4 uNiOn--x\n sElEcT 1,2`,
      `4;select[name]from[information_schema].[tables]`,
    ]),
    [],
  )
})

test('what people write is no SQL', () => {
  assert.deepEqual(
    wrong([
      `O'Reilly`,
      `Jeanne d'Artagnan and sons`,
      `select a book or 2 and drop me a line`,
      `1 or 2`,
      `how to select from table where id=1 in sql`,
      `what is the union of two sets?`,
      `western union select committee`,
      `rock 'n' roll -- the 70's`,
      `"red shoes" or "blue shoes"`,
      `project = "WEB" and status = "Open"`,
      `status in ('a','b') and size > 5`,
      `drop table legs`,
      `begin each day with a walk`,
      `the boys' and girls' rooms`,
      `L'été dernier, j'ai mangé; c'était bon`,
      `price>5 and colour=red`,
      `order by phone`,
      `100% cotton (2 or 3 pieces), size 4-5`,
      `sort=name;limit=5`,
      `if (x > 5) return y`,
      `sleep and dreams`,
      `sleep mask (8 hours)`,
      `https://shop.example/search?q=sleep mask (8 hours)&page=4`,
      `f(x) = 5`,
      `f(x)=2 and g(y)=3`,
      `C# or F#`,
      `5 o'clock; 6 o'clock`,
      `it's 50/50 -- or is it?`,
      `Tom & Jerry = friends`,
      `a like b`,
      `{"a":1,"b":[2,3]}`,
      `2026-11-21T10:00:00`,
      `(555) 010-2030`,
      `x^2 + y^2 = 1`,
    ]),
    [],
  )
})

test('what was seen is told with its place, its shape and the reason', () => {
  const seen = sqlIn(`blue' or 5=5 -- `)
  assert.deepEqual(seen, {
    is: true,
    strength: 0.9,
    shape: 'L&tc',
    where: [0, 12],
    why: 'a comparison of constants joined to a condition',
    isPartial: false,
  })
})

test('the work grows with the text', () => {
  for (const unit of [`' or (`, `((`, `1,`, `case when `, `f(1)`, `=1 `, `not -`]) {
    sqlIn(`'${unit.repeat(30)}`)
    const small = workOfSql()
    sqlIn(`'${unit.repeat(300)}`)
    assert.ok(workOfSql() <= Math.max(small, 60) * 70, unit)
  }
})
