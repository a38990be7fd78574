import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReviewState } from '../../Gateway/wwwroot/js/data/reviewState.js';

const a = { correction: 'a', label: '7' };
const b = { correction: 'b', label: '4' };
const c = { correction: 'c', label: '1' };

function set() {
  const state = new ReviewState();
  state.show([a, b, c]);
  return state;
}

test('decide: the same verdict again takes it back', () => {
  const state = set();
  state.decide(a, 'accept');
  state.decide(b, 'reject');
  assert.deepEqual(state.requests, { accepted: ['a'], labels: {}, rejected: ['b'] });
  assert.equal(state.inWords, '1 accepted, 1 rejected');
  state.decide(a, 'accept');
  assert.deepEqual([state.size, state.of(a).verdict], [1, '']);
});

test('relabel: accepts with another label, and with its own there is none to send', () => {
  const state = set();
  state.relabel(a, '1');
  assert.deepEqual(state.requests, { accepted: ['a'], labels: { a: '1' }, rejected: [] });
  state.relabel(a, '7');
  assert.deepEqual(state.requests, { accepted: ['a'], labels: {}, rejected: [] });
});

test('acceptRest: leaves what is decided alone', () => {
  const state = set();
  state.decide(b, 'reject');
  state.relabel(c, '9');
  state.acceptRest();
  assert.deepEqual(state.requests, { accepted: ['a', 'c'], labels: { c: '9' }, rejected: ['b'] });
});

test('show: decisions about what is still there stay', () => {
  const state = set();
  state.decide(a, 'accept');
  state.decide(b, 'reject');
  state.show([b, c]);
  assert.deepEqual(state.requests, { accepted: [], labels: {}, rejected: ['b'] });
  state.clear();
  assert.equal(state.size, 0);
});
