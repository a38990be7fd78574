import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ScrollMap, cornerOf, layOut, moveBy, visibleCells } from '../../Gateway/wwwroot/js/data/gridGeometry.js';

const grid = (count, width = 360) => layOut({ width, count, cell: 56, gap: 6, caption: 18 });

test('layOut: as many columns as fit, the last one ends at the edge', () => {
  const layout = grid(1000);
  assert.deepEqual([layout.columns, layout.rows, layout.rowHeight], [5, 200, 80]);
  assert.equal(cornerOf(layout, 4).x + 56, 360);
  assert.deepEqual(cornerOf(layout, 5), { x: 0, y: 80 });
});

test('layOut: never less than a column, even where not even one fits', () => {
  const layout = layOut({ width: 10, count: 3, cell: 56, gap: 6, caption: 0 });
  assert.deepEqual([layout.columns, layout.rows, cornerOf(layout, 2).x], [1, 3, 0]);
});

test('visibleCells: the rows that touch the view, within the samples', () => {
  const layout = grid(23);
  assert.deepEqual(visibleCells(layout, 0, 160), { first: 0, last: 9 });
  assert.deepEqual(visibleCells(layout, 79, 160), { first: 0, last: 14 });
  assert.deepEqual(visibleCells(layout, 240, 160), { first: 15, last: 22 });
  assert.deepEqual(visibleCells(layout, 160, 80, 1), { first: 5, last: 19 });
  const { first, last } = visibleCells(grid(0), 0, 160);
  assert.ok(last < first);
});

test('moveBy: arrows, pages and ends, never out of the grid', () => {
  const layout = grid(23);
  const move = (key, from) => moveBy(key, from, layout, 2);
  assert.deepEqual(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].map((key) => move(key, 7)), [6, 8, 2, 12]);
  assert.deepEqual([move('PageDown', 1), move('PageUp', 21), move('Home', 9), move('End', 9)], [11, 11, 0, 22]);
  assert.deepEqual([move('ArrowLeft', 0), move('ArrowRight', 22), move('ArrowUp', 3), move('ArrowDown', 22)], [0, 22, 3, 22]);
  assert.equal(move('ArrowDown', 19), 22, 'a last row that is short still counts');
  assert.equal(move('x', 7), undefined);
  assert.equal(moveBy('End', 0, grid(0), 2), undefined);
});

test('ScrollMap: content within the track moves with the bar', () => {
  const map = new ScrollMap(10_000);
  map.resize(8000, 500);
  map.follow(6000);
  assert.deepEqual([map.track, map.position, map.onTrack(6100)], [8000, 6000, 6100]);
  assert.equal(map.settle(), 6000);
});

test('ScrollMap: taller content moves pixel by pixel with the wheel and in proportion with the bar', () => {
  const map = new ScrollMap(10_000);
  map.resize(1_000_500, 500);
  assert.equal(map.track, 10_000);
  map.follow(100);
  assert.equal(map.position, 100);
  map.follow(4750);
  assert.equal(map.position, 500_000);
  map.follow(4790);
  assert.equal(map.position, 500_040);
  assert.equal(map.onTrack(500_040), 4790);
  map.follow(9500);
  assert.equal(map.position, 1_000_000, 'the end of the bar is the end of the content');
});

test('ScrollMap: settles where the bar belongs, without moving the view', () => {
  const map = new ScrollMap(10_000);
  map.resize(1_000_500, 500);
  for (let top = 100; top <= 4000; top += 100) {
    map.follow(top);
  }

  assert.equal(map.position, 4000);
  const settled = map.settle();
  assert.equal(settled, 38);
  map.follow(settled);
  assert.equal(map.position, 4000, 'the scroll event of settling changes nothing');
  assert.equal(map.go(1_000_000), 9500);
  assert.equal(map.go(-5), 0);
});

test('ScrollMap: keeps its place within content that shrinks', () => {
  const map = new ScrollMap(10_000);
  map.resize(1_000_500, 500);
  map.go(900_000);
  assert.equal(map.resize(2500, 500), 2000);
  assert.equal(map.position, 2000);
  assert.equal(map.resize(100, 500), 0);
});
