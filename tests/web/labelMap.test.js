import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLabelMap } from '../../Gateway/wwwroot/js/data/labelMap.js';

test('readLabelMap: a line for each label', () => {
  assert.deepEqual(readLabelMap('0 = お\n\n 1=き \n2 = = \n'), { map: { 0: 'お', 1: 'き', 2: '=' } });
  assert.deepEqual(readLabelMap('  '), { map: {} });
});

test('readLabelMap: a JSON object', () => {
  assert.deepEqual(readLabelMap('{"0": "zero"}'), { map: { 0: 'zero' } });
});

test('readLabelMap: says which line it cannot read', () => {
  assert.match(readLabelMap('0 = zero\none').fault, /“one”/);
  assert.match(readLabelMap('= zero').fault, /“= zero”/);
  assert.match(readLabelMap('{"0": 1}').fault, /text/);
  assert.match(readLabelMap('{"0": ').fault, /JSON/);
});
