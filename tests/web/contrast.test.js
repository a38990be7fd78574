import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const css = readFileSync(new URL('../../Gateway/wwwroot/css/base.css', import.meta.url), 'utf8');
const blocks = [...css.matchAll(/:root\s*\{([^}]*)\}/g)].map(([, block]) => Object.fromEntries(
  [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/gi)].map(([, name, value]) => [name, value])));
const themes = { light: blocks[0], dark: { ...blocks[0], ...blocks[1] } };

// Foreground, backgrounds, and the least ratio of WCAG 2 level AA: 4.5 for text, 3 for large text, borders and marks.
const pairs = [
  ['ink', ['paper', 'sheet', 'sunken', 'bad-soft'], 4.5],
  ['ink-soft', ['paper', 'sheet', 'sunken'], 4.5],
  ['accent', ['paper', 'sheet', 'sunken'], 4.5],
  ['accent-hover', ['paper', 'sheet'], 4.5],
  ['on-accent', ['accent', 'accent-hover'], 4.5],
  ['good', ['sheet', 'sunken'], 4.5],
  ['bad', ['sheet', 'bad-soft', 'sunken'], 4.5],
  ['second', ['sheet', 'sunken'], 3],
  ['third', ['sheet', 'sunken'], 3],
  ['line-strong', ['paper', 'sheet', 'sunken'], 3],
  ['focus', ['paper', 'sheet'], 3],
];

for (const [theme, colours] of Object.entries(themes)) {
  for (const [foreground, backgrounds, least] of pairs) {
    for (const background of backgrounds) {
      test(`contrast: ${foreground} on ${background}, ${theme}`, () => {
        const ratio = contrast(colours[foreground], colours[background]);
        assert.ok(ratio >= least, `${ratio.toFixed(2)} is below ${least}`);
      });
    }
  }
}

function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour) {
  const [red, green, blue] = [1, 3, 5]
    .map((start) => Number.parseInt(colour.slice(start, start + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
