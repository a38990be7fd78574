import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Drawing, closingSegment, penWidth, segmentAt, segments } from '../../Gateway/wwwroot/js/strokes.js';

const point = (x, y) => ({ x, y, width: 20 });

test('segments: one point is a dot', () => {
  assert.deepEqual(segments([point(5, 6)]), [{ x0: 5, y0: 6, cx: 5, cy: 6, x1: 5, y1: 6, width: 20 }]);
});

test('segments: a stroke begins and ends at its own ends and has no gap', () => {
  const stroke = [point(0, 0), point(10, 0), point(10, 10), point(0, 30)];
  const curves = segments(stroke);
  assert.deepEqual([curves[0].x0, curves[0].y0], [0, 0]);
  assert.deepEqual([curves.at(-1).x1, curves.at(-1).y1], [0, 30]);
  for (let i = 1; i < curves.length; i += 1) {
    assert.deepEqual([curves[i].x0, curves[i].y0], [curves[i - 1].x1, curves[i - 1].y1]);
  }
});

test('segmentAt: a joint is bent by the point between two midpoints', () => {
  const stroke = [point(0, 0), point(10, 0), point(10, 10)];
  assert.deepEqual(segmentAt(stroke, 2), { x0: 5, y0: 0, cx: 10, cy: 0, x1: 10, y1: 5, width: 20 });
  assert.deepEqual(closingSegment(stroke), { x0: 10, y0: 5, cx: 10, cy: 10, x1: 10, y1: 10, width: 20 });
});

test('extend: leaves out points that are too close to tell', () => {
  const drawing = new Drawing();
  drawing.begin(point(0, 0));
  assert.equal(drawing.extend(point(1, 0)), false);
  assert.equal(drawing.extend(point(2, 0)), true);
  assert.equal(drawing.strokes[0].length, 2);
});

test('undo: takes strokes back one by one, newest first', () => {
  const drawing = new Drawing();
  drawing.begin(point(0, 0));
  drawing.begin(point(9, 9));
  assert.equal(drawing.undo(), true);
  assert.deepEqual(drawing.strokes, [[point(0, 0)]]);
  assert.equal(drawing.undo(), true);
  assert.equal(drawing.isEmpty, true);
  assert.equal(drawing.undo(), false);
});

test('penWidth: only a pen draws wider when pressed harder', () => {
  assert.ok(penWidth('pen', 0.2) < penWidth('pen', 0.8));
  assert.equal(penWidth('touch', 0.2), penWidth('touch', 0.8));
  assert.equal(penWidth('pen', 0), penWidth('mouse', 0.5));
});
