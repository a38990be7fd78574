import { button, el, problemBox, showProblem } from '../dom.js';
import { count, counted } from '../format.js';
import { KeyboardPen } from '../keyboardPen.js';
import { Pad } from '../pad.js';
import { base64 } from '../picture.js';
import { DrawnList } from './drawnList.js';
import { LabelChoice } from './labelChoice.js';
import { sampleCount } from './sampleQuery.js';
import { SendQueue } from './sendQueue.js';

/** Draws samples for a data set, which begins with the first of them where it is not there yet. */
export class DrawPanel {
  element;
  #services;
  #name;
  #onChanged;
  #canvas = el('canvas', { class: 'pad', tabindex: 0, role: 'application', 'aria-roledescription': 'drawing pad', 'aria-label': 'Sample pad' });
  #pad;
  #pen;
  #invitation = el('p', { class: 'pad-invitation', 'aria-hidden': 'true' });
  #labels = new LabelChoice();
  #problem = problemBox();
  #status = el('p', { class: 'hint', role: 'status' });
  #drawn;
  #queue = new SendQueue();
  #save = button('Save', () => this.#submit(), { class: 'primary', 'aria-keyshortcuts': 'Enter' });
  #entered = false;

  /** @param {object} services @param {string} name @param {(dataset: object) => void} onChanged */
  constructor(services, name, onChanged) {
    this.#services = services;
    this.#name = name;
    this.#onChanged = onChanged;
    this.#pad = new Pad(this.#canvas);
    this.#pen = new KeyboardPen(this.#canvas, this.#pad, services.announce);
    this.#drawn = new DrawnList((drawn) => this.#takeBack(drawn));
    this.element = el('div', { class: 'draw-samples' },
      el('div', { class: 'draw-samples-pad' },
        this.#labels.element,
        el('div', { class: 'pad-frame' }, this.#canvas, this.#invitation),
        el('div', { class: 'toolbar', role: 'group', 'aria-label': 'Drawing' },
          this.#save, button('Undo stroke', () => this.#pad.undo()), button('Clear', () => this.#pad.clear())),
        this.#problem,
        el('p', { class: 'hint key-hint' }, 'Keys: a label’s key chooses it, ', el('kbd', {}, 'Enter'), ' saves, ', el('kbd', {}, 'Ctrl'), ' ', el('kbd', {}, 'Z'), ' takes back, ', el('kbd', {}, 'Esc'), ' clears.')),
      el('div', { class: 'draw-samples-side' }, this.#status, this.#drawn.element));
    this.#pad.addEventListener('drawing', () => { this.#invitation.hidden = true; });
    this.#pad.addEventListener('drawn', () => this.#showPad());
    this.#labels.addEventListener('change', () => this.#showPad());
    document.addEventListener('keydown', (event) => this.#onKey(event));
  }

  /** @param {object | null} dataset @param {URLSearchParams} query */
  enter(dataset, query) {
    this.#entered = true;
    const wanted = (query.get('labels') ?? '').split(' ').filter(Boolean);
    this.#labels.offer(dataset?.classCounts ?? [], wanted.length || dataset ? wanted : [...'0123456789']);
    this.#status.textContent = dataset ? `${counted(sampleCount(dataset), 'sample')} in ${this.#name}` : `${this.#name} begins with the first sample.`;
    this.#showPad();
  }

  leave() {
    this.#entered = false;
    this.#pen.lift();
  }

  #showPad() {
    const { label } = this.#labels;
    this.#invitation.hidden = !this.#pad.isEmpty;
    this.#invitation.textContent = label === '' ? 'Choose a label, then draw it' : `Draw ${label}`;
    this.#save.disabled = this.#pad.isEmpty || label === '';
  }

  #onKey(event) {
    if (!this.#entered || !this.element.isConnected || event.altKey || event.target.closest?.('input, select, textarea')) {
      return;
    }

    const withControl = event.ctrlKey || event.metaKey;
    const handled = withControl
      ? event.key.toLowerCase() === 'z' && this.#undo()
      : this.#onPlainKey(event.key, event.target.closest?.('button, a, summary'));
    if (handled) {
      event.preventDefault();
    }
  }

  #onPlainKey(key, onControl) {
    if (key === 'Enter' && !onControl) {
      this.#submit();
    } else if (key === 'Escape') {
      this.#pen.lift();
      this.#pad.clear();
    } else if (key === 'Backspace') {
      return this.#undo();
    } else {
      return this.#labels.press(key);
    }

    return true;
  }

  /** Takes back the last stroke or, on an empty pad, the last sample. */
  #undo() {
    this.#pen.lift();
    if (this.#pad.isEmpty) {
      this.#drawn.takeBackLast();
    } else {
      this.#pad.undo();
    }

    return true;
  }

  async #submit() {
    const { label } = this.#labels;
    if (this.#pad.isEmpty || label === '') {
      return;
    }

    this.#pen.lift();
    const blob = await this.#pad.toFile();
    const drawn = { label, url: URL.createObjectURL(blob), number: -1 };
    this.#pad.clear();
    this.#drawn.add(drawn);
    showProblem(this.#problem, null);
    await this.#queue.add(() => this.#send(drawn, blob));
  }

  async #send(drawn, blob) {
    try {
      const { author } = this.#services;
      const { dataset, numbers } = await this.#services.data.addSamples(this.#name, [{ label: drawn.label, data: await base64(blob) }], author.name);
      [drawn.number] = numbers;
      this.#drawn.saved(drawn);
      this.#services.announce(`${drawn.label} saved, ${count(sampleCount(dataset))} in all`);
      this.#onChanged(dataset);
    } catch (error) {
      this.#drawn.drop(drawn);
      showProblem(this.#problem, error);
    }
  }

  /** A sample that is still on its way is taken back when it has arrived. */
  async #takeBack(drawn) {
    await this.#queue.add(async () => {
      if (drawn.number < 0) {
        return;
      }

      try {
        const dataset = await this.#services.data.removeSamples(this.#name, [drawn.number], this.#services.author.name);
        this.#drawn.drop(drawn);
        this.#services.announce(`${drawn.label} taken back`);
        this.#onChanged(dataset);
      } catch (error) {
        this.#drawn.saved(drawn);
        showProblem(this.#problem, error);
      }
    });
  }
}
