import { button, el, problemBox, showProblem } from '../dom.js';
import { counted } from '../format.js';
import { KeyboardPen } from '../keyboardPen.js';
import { Pad } from '../pad.js';
import { base64 } from '../picture.js';
import { DrawnList } from './drawnList.js';
import { EditsBar } from './editsBar.js';
import { LabelChoice } from './labelChoice.js';
import { sampleCount } from './sampleQuery.js';

/** As many as one call takes, with room to spare. */
const MOST_DRAWN = 500;

/** Draws samples for a data set, which begins with them where it is not there yet. They are saved together, as one version. */
export class DrawPanel {
  element;
  #services;
  #name;
  #edits;
  #canvas = el('canvas', { class: 'pad', tabindex: 0, role: 'application', 'aria-roledescription': 'drawing pad', 'aria-label': 'Sample pad' });
  #pad;
  #pen;
  #invitation = el('p', { class: 'pad-invitation', 'aria-hidden': 'true' });
  #labels = new LabelChoice();
  #problem = problemBox();
  #status = el('p', { class: 'hint', role: 'status' });
  #drawn;
  #add = button('Add', () => this.#submit(), { class: 'primary', 'aria-keyshortcuts': 'Enter' });
  #entered = false;

  /** @param {object} services @param {string} name @param {(dataset: object | null) => void} onChanged */
  constructor(services, name, onChanged) {
    this.#services = services;
    this.#name = name;
    this.#edits = services.unsaved.editsOf(name);
    this.#pad = new Pad(this.#canvas);
    this.#pen = new KeyboardPen(this.#canvas, this.#pad, services.announce);
    this.#drawn = new DrawnList((number) => this.#takeBack(number));
    this.element = el('div', { class: 'draw-samples' },
      el('div', { class: 'draw-samples-pad' },
        this.#labels.element,
        el('div', { class: 'pad-frame' }, this.#canvas, this.#invitation),
        el('div', { class: 'toolbar', role: 'group', 'aria-label': 'Drawing' },
          this.#add, button('Undo stroke', () => this.#pad.undo()), button('Clear', () => this.#pad.clear())),
        this.#problem,
        el('p', { class: 'hint key-hint' }, 'Keys: a label’s key chooses it, ', el('kbd', {}, 'Enter'), ' adds, ', el('kbd', {}, 'Ctrl'), ' ', el('kbd', {}, 'Z'), ' takes back, ', el('kbd', {}, 'Esc'), ' clears.')),
      el('div', { class: 'draw-samples-side' }, this.#status, this.#drawn.element, new EditsBar(services, name, onChanged).element));
    this.#edits.addEventListener('change', () => this.#drawn.show(this.#edits.added));
    this.#drawn.show(this.#edits.added);
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
    this.#status.textContent = dataset ? `${counted(sampleCount(dataset), 'sample')} in ${this.#name}` : `${this.#name} begins with the samples that you save first.`;
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
    this.#add.disabled = this.#pad.isEmpty || label === '';
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
      const [last] = this.#edits.added;
      if (last) {
        this.#takeBack(last.number);
      }
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

    if (this.#edits.added.length >= MOST_DRAWN) {
      showProblem(this.#problem, { message: `${counted(MOST_DRAWN, 'drawn sample')} wait to be saved. Save them first, then draw on.` });
      return;
    }

    this.#pen.lift();
    try {
      const file = this.#pad.toFile();
      this.#pad.clear();
      this.#edits.add(label, await base64(await file));
      showProblem(this.#problem, null);
      this.#services.announce(`${label} drawn, ${counted(this.#edits.added.length, 'sample')} to be saved`);
    } catch (error) {
      showProblem(this.#problem, error);
    }
  }

  #takeBack(number) {
    const { label } = this.#edits.of(number);
    this.#edits.withdraw(number);
    this.#services.announce(`${label} taken back`);
  }
}
