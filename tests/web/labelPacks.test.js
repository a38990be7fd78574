import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describePack, offerLabelPacks } from '../../Gateway/wwwroot/js/data/labelPacks.js';

test('describePack: says how the pack begins', () => {
  assert.equal(describePack({ title: 'Devanagari digits', labels: ['०', '१', '२', '३', '४'] }), 'Devanagari digits: ० १ २ ३…');
});

test('offerLabelPacks: a server without packs leaves the choice as it is', async () => {
  const select = { append: () => assert.fail('Nothing is to be added.') };
  await offerLabelPacks(select, { listLabelPacks: () => Promise.reject(new Error('unknown')) });
});
