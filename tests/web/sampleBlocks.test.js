import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SampleBlocks } from '../../Gateway/wwwroot/js/data/sampleBlocks.js';

/** Blocks of ten whose answers are in the hands of the test. */
function set(limits = {}) {
  const calls = [];
  const blocks = new SampleBlocks((first, length, signal) => new Promise((resolve, reject) => calls.push({
    first,
    signal,
    reject,
    answer: () => resolve(Array.from({ length }, (_, at) => ({ number: first + at }))),
  })), { size: 10, ...limits });
  return { blocks, calls };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('want: asks for each missing block once', async () => {
  const { blocks, calls } = set();
  blocks.want(5, 25);
  blocks.want(5, 25);
  assert.deepEqual(calls.map(({ first }) => first), [0, 10, 20]);
  calls[1].answer();
  await turn();
  assert.equal(blocks.get(13).number, 13);
  assert.equal(blocks.get(5), undefined);
  blocks.want(10, 19);
  assert.equal(calls.length, 3);
});

test('want: gives up what has been scrolled past', async () => {
  const { blocks, calls } = set();
  blocks.want(0, 9);
  blocks.want(500, 509);
  assert.equal(calls[0].signal.aborted, true);
  assert.equal(calls[1].signal.aborted, false);
  calls[0].answer();
  await turn();
  assert.equal(blocks.get(3), undefined);
  blocks.want(0, 9);
  assert.equal(calls.length, 3, 'it is asked for again when it is seen again');
});

test('want: forgets the blocks not seen for longest', async () => {
  const { blocks, calls } = set({ kept: 2 });
  for (const first of [0, 10]) {
    blocks.want(first, first + 9);
    calls.at(-1).answer();
    await turn();
  }

  blocks.want(0, 9);
  blocks.want(20, 29);
  calls.at(-1).answer();
  await turn();
  assert.ok(blocks.get(0) && blocks.get(20));
  assert.equal(blocks.get(10), undefined);
});

test('want: tells of a failure and tries again when asked again', async () => {
  const { blocks, calls } = set();
  const faults = [];
  blocks.addEventListener('failed', ({ detail }) => faults.push(detail.message));
  blocks.want(0, 9);
  calls[0].reject(new Error('no'));
  await turn();
  assert.deepEqual(faults, ['no']);
  blocks.want(0, 9);
  assert.equal(calls.length, 2);
});

test('take: loads all of a range, whatever is looked at meanwhile', async () => {
  const { blocks, calls } = set();
  blocks.want(0, 9);
  const taken = blocks.take(8, 21);
  blocks.want(900, 909);
  assert.equal(calls[0].signal.aborted, false);
  calls.forEach(({ answer }) => answer());
  assert.deepEqual((await taken).map(({ number }) => number), Array.from({ length: 14 }, (_, at) => 8 + at));
});

test('stop: nothing comes of it', async () => {
  const { blocks, calls } = set();
  let told = 0;
  blocks.addEventListener('loaded', () => { told += 1; });
  blocks.want(0, 9);
  blocks.stop();
  calls[0].answer();
  await turn();
  assert.deepEqual([calls[0].signal.aborted, told], [true, 0]);
});
