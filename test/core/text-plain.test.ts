import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { asHtml, plainText } from '../../core/text/plain.ts'

test('paragraphs and lines stay apart, and white space is one space', () => {
  expect(plainText('<p>Hello\n  Ada,</p><p>it is<br>on its way.</p><div>Ben</div>')).toBe(
    'Hello Ada,\n\nit is\non its way.\n\nBen',
  )
})

test('what is not shown is not said', () => {
  expect(
    plainText('<head><title>T</title><style>p{}</style></head><!-- <p>no</p> -->a<script>if (a<b) x()</script>b'),
  ).toBe('ab')
})

test('links are written out where their words do not say where they lead', () => {
  expect(plainText('<a class="b" href="https://shop.example/?a=1&amp;b=2">Track it</a>')).toBe(
    'Track it <https://shop.example/?a=1&b=2>',
  )
  expect(plainText("<a href='https://shop.example'>https://shop.example</a> <a href='#top'>up</a>")).toBe(
    'https://shop.example up',
  )
})

test('pictures are named by their words', () => {
  expect(plainText('<img src="a" alt="Our shop"> <img src="b" alt=""> <img src="c">')).toBe('Our shop [image]')
})

test('lists have marks, and cells of a table do not run together', () => {
  expect(plainText('<ul><li>one<li>two</ul><table><tr><td>a</td><td>b</td></tr></table>')).toBe('- one\n- two\n\na b')
})

test('characters written as entities are read, and a lone less-than is a word', () => {
  expect(plainText('1 &lt; 2 &amp;&amp; a < b &#8364;&#x20AC; &quot;x&quot;&nbsp;&unknown; &#0;')).toBe(
    '1 < 2 && a < b €€ "x" &unknown; \u{fffd}',
  )
})

test('text that is written as HTML comes back as it was, but for spaces', () => {
  const words = fc.stringMatching(/^[a-z<>&"']{1,20}( [a-z<>&"']{1,9}){0,3}$/)
  fc.assert(fc.property(words, (text) => plainText(asHtml(text)) === text))
  expect(plainText(asHtml('a\nb'))).toBe('a\nb')
})

test('whatever comes is read without an error', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (html) => typeof plainText(html) === 'string'))
  const soup = fc.array(fc.constantFrom('<', '>', '<!--', '-->', 'a', '</', '"', '<p', '<style>', '&#', ';', ' '))
  fc.assert(fc.property(soup, (pieces) => typeof plainText(pieces.join('')) === 'string'))
})

test('hostile pages are read in time that grows with their length', () => {
  const hostile = ['<', '< ', '<a', '<a ', '<!--', '<!', '</', '<b> ', '&#', ' ', '<style>', '<a href="', '<p>', '<a>']
  for (const piece of hostile)
    for (const end of ['', '>']) {
      const started = performance.now()
      plainText(piece.repeat(262_144 / piece.length) + end)
      expect(performance.now() - started, piece).toBeLessThan(3000)
    }
})
