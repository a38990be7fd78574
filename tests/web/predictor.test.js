import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Predictor } from '../../Gateway/wwwroot/js/predictor.js';

/** A predictor whose clock and answers are in the hands of the test. */
function set() {
  const calls = [];
  const timers = new Map();
  const clock = {
    time: 0,
    now: () => clock.time,
    setTimeout: (action, wait) => {
      const id = Symbol('timer');
      timers.set(id, { action, due: clock.time + wait });
      return id;
    },
    clearTimeout: (id) => timers.delete(id),
    advance(by) {
      clock.time += by;
      for (const [id, { action, due }] of [...timers]) {
        if (due <= clock.time) {
          timers.delete(id);
          action();
        }
      }
    },
  };
  const predictor = new Predictor((signal) => new Promise((resolve, reject) => calls.push({ signal, resolve, reject })), clock);
  const answers = [];
  predictor.addEventListener('answer', ({ detail }) => answers.push(detail));
  return { predictor, clock, calls, answers };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('change: one request at a time, spaced out', async () => {
  const { predictor, clock, calls } = set();
  predictor.change();
  clock.advance(0);
  assert.equal(calls.length, 1);
  predictor.change();
  clock.advance(500);
  assert.equal(calls.length, 1, 'the first has not answered');
  calls[0].resolve('a');
  await turn();
  clock.advance(0);
  assert.equal(calls.length, 2, 'the change in between is asked about');
  calls[1].resolve('b');
  await turn();
  predictor.change();
  clock.advance(50);
  assert.equal(calls.length, 2, 'too soon');
  clock.advance(100);
  assert.equal(calls.length, 3);
});

test('settle: asks at once, aborts what is under way and ignores its answer', async () => {
  const { predictor, clock, calls, answers } = set();
  predictor.change();
  clock.advance(0);
  predictor.settle();
  assert.equal(calls.length, 2);
  assert.equal(calls[0].signal.aborted, true);
  calls[1].resolve('new');
  await turn();
  calls[0].resolve('old');
  await turn();
  assert.deepEqual(answers, [{ settled: true, answer: 'new' }]);
});

test('drop: nothing comes of it', async () => {
  const { predictor, clock, calls, answers } = set();
  predictor.settle();
  predictor.change();
  predictor.drop();
  calls[0].resolve('late');
  await turn();
  clock.advance(1000);
  assert.equal(calls.length, 1);
  assert.deepEqual(answers, []);
});

test('failure: is told, and the next change asks again', async () => {
  const { predictor, clock, calls } = set();
  const failures = [];
  predictor.addEventListener('failure', ({ detail }) => failures.push(detail.error.message));
  predictor.settle();
  calls[0].reject(new Error('no'));
  await turn();
  assert.deepEqual(failures, ['no']);
  clock.advance(200);
  predictor.change();
  clock.advance(0);
  assert.equal(calls.length, 2);
});
