import { Drawing, PAD_SIZE, closingSegment, penWidth, segmentAt, segments } from './strokes.js';

/**
 * A canvas to draw on with mouse, touch and pen.
 *
 * Events: "drawing" while ink is added, "drawn" when a stroke has ended or something was undone or cleared.
 */
export class Pad extends EventTarget {
  #canvas;
  #context;
  #drawing = new Drawing();
  #picture = null;
  #file = null;
  #pointer = null;
  #cursor = null;

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    super();
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d');
    canvas.addEventListener('pointerdown', (event) => this.#onDown(event));
    canvas.addEventListener('pointermove', (event) => this.#onMove(event));
    canvas.addEventListener('pointerup', (event) => this.#onUp(event));
    canvas.addEventListener('pointercancel', (event) => this.#onUp(event));
    new ResizeObserver(() => this.#fit()).observe(canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#redraw());
  }

  get isEmpty() {
    return this.#drawing.isEmpty && !this.#picture;
  }

  /** Starts a stroke; a picture gives way to it. */
  begin(x, y, width = penWidth('mouse', 0)) {
    this.#picture = null;
    this.#drawing.begin({ x, y, width });
    this.#redraw();
    this.#tell('drawing');
  }

  extend(x, y, width = penWidth('mouse', 0)) {
    if (this.#drawing.extend({ x, y, width })) {
      const points = this.#drawing.strokes.at(-1);
      this.#useInk();
      paint(this.#context, segmentAt(points, points.length - 1));
      paint(this.#context, closingSegment(points));
      this.#tell('drawing');
    }
  }

  end() {
    this.#redraw();
    this.#tell('drawn');
  }

  undo() {
    if (this.#pointer === null && (this.#picture || this.#drawing.undo())) {
      this.#picture = null;
      this.end();
    }
  }

  clear() {
    this.#pointer = null;
    this.#picture = null;
    this.#drawing.clear();
    this.end();
  }

  /**
   * Shows a picture in place of the drawing.
   * @param {HTMLCanvasElement} picture
   * @param {Blob | null} file the picture's file, where it is to be read instead of the canvas
   */
  show(picture, file = null) {
    this.#drawing.clear();
    this.#picture = picture;
    this.#file = file;
    this.end();
  }

  /** Marks where the keyboard's pen is; null hides it. @param {{x: number, y: number, down: boolean} | null} cursor */
  set cursor(cursor) {
    this.#cursor = cursor;
    this.#redraw();
  }

  /** The drawing as a PNG, black on white and free of the screen's size and colours; or the picture's file. @returns {Promise<Blob>} */
  toFile() {
    let canvas = this.#picture;
    if (canvas && this.#file) {
      return Promise.resolve(this.#file);
    }

    if (!canvas) {
      canvas = document.createElement('canvas');
      canvas.width = PAD_SIZE;
      canvas.height = PAD_SIZE;
      const context = canvas.getContext('2d');
      context.fillStyle = '#fff';
      context.fillRect(0, 0, PAD_SIZE, PAD_SIZE);
      useInk(context, '#000');
      this.#drawing.strokes.flatMap(segments).forEach((segment) => paint(context, segment));
    }

    return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  }

  #onDown(event) {
    if (this.#pointer !== null || event.button !== 0) {
      return;
    }

    this.#pointer = event.pointerId;
    this.#canvas.setPointerCapture(event.pointerId);
    const [x, y] = this.#position(event);
    this.begin(x, y, penWidth(event.pointerType, event.pressure));
  }

  #onMove(event) {
    if (event.pointerId !== this.#pointer) {
      return;
    }

    const missed = event.getCoalescedEvents?.() ?? [];
    for (const moment of missed.length ? missed : [event]) {
      const [x, y] = this.#position(moment);
      this.extend(x, y, penWidth(event.pointerType, moment.pressure));
    }
  }

  #onUp(event) {
    if (event.pointerId === this.#pointer) {
      this.#pointer = null;
      this.end();
    }
  }

  #position(event) {
    const box = this.#canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * PAD_SIZE, ((event.clientY - box.top) / box.height) * PAD_SIZE];
  }

  #fit() {
    const side = Math.round(this.#canvas.clientWidth * devicePixelRatio);
    if (side > 0 && side !== this.#canvas.width) {
      this.#canvas.width = side;
      this.#canvas.height = side;
      this.#redraw();
    }
  }

  #redraw() {
    const context = this.#context;
    const scale = this.#canvas.width / PAD_SIZE;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, PAD_SIZE, PAD_SIZE);
    this.#useInk();
    if (this.#picture) {
      drawWhole(context, this.#picture);
    }

    this.#drawing.strokes.flatMap(segments).forEach((segment) => paint(context, segment));
    if (this.#cursor) {
      drawCursor(context, this.#cursor);
    }
  }

  #useInk() {
    useInk(this.#context, getComputedStyle(this.#canvas).color);
  }

  #tell(type) {
    this.dispatchEvent(new Event(type));
  }
}

function useInk(context, colour) {
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineCap = 'round';
  context.lineJoin = 'round';
}

function paint(context, { x0, y0, cx, cy, x1, y1, width }) {
  context.beginPath();
  if (x0 === x1 && y0 === y1) {
    context.arc(x0, y0, width / 2, 0, 2 * Math.PI);
    context.fill();
    return;
  }

  context.lineWidth = width;
  context.moveTo(x0, y0);
  context.quadraticCurveTo(cx, cy, x1, y1);
  context.stroke();
}

function drawWhole(context, picture) {
  const scale = Math.min(PAD_SIZE / picture.width, PAD_SIZE / picture.height);
  const width = picture.width * scale;
  const height = picture.height * scale;
  context.drawImage(picture, (PAD_SIZE - width) / 2, (PAD_SIZE - height) / 2, width, height);
}

function drawCursor(context, { x, y, down }) {
  context.lineWidth = 2;
  context.beginPath();
  context.arc(x, y, 13, 0, 2 * Math.PI);
  context.moveTo(x - 20, y);
  context.lineTo(x + 20, y);
  context.moveTo(x, y - 20);
  context.lineTo(x, y + 20);
  context.globalAlpha = down ? 1 : 0.6;
  context.stroke();
  context.globalAlpha = 1;
}
