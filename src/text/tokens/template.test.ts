import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { templateIn } from './template.ts'

const missed = (texts: readonly string[]): string[] => texts.filter((text) => !templateIn(text).is)
const wrong = (texts: readonly string[]): string[] => texts.filter((text) => templateIn(text).is)

test('expressions with arithmetic, walks to classes and calls are seen', () => {
  assert.deepEqual(
    missed([
      `{{7*8}}`,
      `\${7*8}`,
      `#{7*8}`,
      `*{7*8}`,
      `@(7*8)`,
      `<%= 7*8 %>`,
      `{{7*'8'}}`,
      `[[\${7*8}]]`,
      `{{''.__class__.__mro__}}`,
      `\${''.getClass().forName('a')}`,
      `{{config.items()}}`,
      `{{self._TemplateReference__context}}`,
      `{{request|attr('application')}}`,
      `{%import os%}`,
      `{% for a in [1] %}`,
      `<#assign a="freemarker.template.utility.Execute"?new()>`,
      `#set($a=7)`,
      `\${T(java.lang.Runtime).getRuntime()}`,
      `<%=system('id')%>`,
      `{{constructor.constructor('f(1)')()}}`,
      `hello {{ 3 * 3 }} world`,
      `{ {{7*8}}`,
    ]),
    [],
  )
})

test('plain names, prices and data are no expressions', () => {
  assert.deepEqual(
    wrong([
      `{{name}}`,
      `{{user.name}}`,
      `\${price}`,
      `\${user.id}`,
      `{{ item.price | currency }}`,
      `{"a":1,"b":{"c":2}}`,
      `{{#each items}}`,
      `{{/if}}`,
      `#{tag}`,
      `[[Main Page]]`,
      `a[0][1]`,
      `50% off`,
      `<b>{x}</b>`,
      `$5 {approx}`,
      `{0} of {1}`,
      `@(kim)`,
      `f(x) = {x : x > 0}`,
    ]),
    [],
  )
})
