import { part } from './api.js';
import { parseAnsi, stripAnsi } from './ansi.js';
import { button, choice, el, field, searchBox, setOptions, toggle } from './dom.js';
import { clock } from './format.js';
import { shownName } from './resourcesPage.js';

const MAX_LINES = 10_000;
const stamp = /^(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)) ?(.*)$/s;

/** What a resource writes to its console, as it writes it. */
export class ConsolePage {
  title = 'Console';
  element;
  #context;
  #resource = '';
  #search = '';
  #lines = [];
  #held = [];
  #isPaused = false;
  #clearedUpTo = 0;
  #select;
  #pause;
  #body;
  #list = el('div', { class: 'console', role: 'log', 'aria-live': 'off', 'data-testid': 'console' });
  #note = el('p', { class: 'foot' });
  #status = el('span', { class: 'hint', role: 'status' });

  constructor(context) {
    this.#context = context;
    this.#select = choice([], '', (name) => this.#context.router.go(`/consolelogs/resource/${part(name)}`));
    this.#pause = toggle('Pause', (on) => this.#setPaused(on));
    this.#body = el('div', { class: 'body', tabindex: '0', role: 'region', 'aria-label': 'Lines' }, this.#list, this.#note);
    this.element = el('div', { class: 'page' },
      el('div', { class: 'head' }, el('h1', {}, 'Console'), field('Resource', this.#select),
        field('Search', searchBox('Text of a line', '', (text) => this.#find(text)), 'grow'),
        this.#pause, toggle('Times', (on) => this.#list.classList.toggle('times', on)), button('Clear', () => this.#clear()), this.#status),
      this.#body);
    context.live.addEventListener('resources', () => this.#listResources());
    context.live.addEventListener('console', ({ detail }) => this.#take(detail));
  }

  enter({ resource }) {
    if (this.#resource !== resource) {
      this.#resource = resource;
      this.#clearedUpTo = 0;
      this.#reset();
    }

    this.#context.live.console = resource;
    this.#listResources();
  }

  leave() {
    this.#context.live.console = '';
    this.#reset();
  }

  #listResources() {
    const { resources } = this.#context.live.resources;
    const shown = resources.filter((resource) => !resource.isHidden || resource.name === this.#resource);
    const known = shown.find(({ name }) => name === this.#resource) ?? shown.find(({ displayName }) => displayName === this.#resource);
    setOptions(this.#select, [['', 'Choose a resource'], ...shown.map((resource) => [resource.name, shownName(resource, shown)])], known?.name ?? '');
    if (known && known.name !== this.#resource && this.element.isConnected) {
      this.#context.router.correct(`/consolelogs/resource/${part(known.name)}`);
    }

    this.#explain();
  }

  // Null: all lines come again, after a lost connection.
  #take(lines) {
    if (lines === null) {
      this.#reset();
    } else if (this.#isPaused) {
      this.#held = [...this.#held, ...lines].slice(-MAX_LINES);
      this.#explain();
    } else {
      this.#append(lines);
    }
  }

  #append(lines) {
    const isAtEnd = this.#body.scrollHeight - this.#body.scrollTop - this.#body.clientHeight < 40;
    const made = lines.filter(({ number }) => number > this.#clearedUpTo).map((line) => new Line(line));
    made.forEach((line) => line.show(this.#search));
    this.#list.append(...made.map(({ element }) => element));
    this.#lines.push(...made);
    this.#lines.splice(0, Math.max(0, this.#lines.length - MAX_LINES)).forEach(({ element }) => element.remove());
    if (isAtEnd) {
      this.#body.scrollTop = this.#body.scrollHeight;
    }

    this.#explain();
  }

  #setPaused(on) {
    this.#isPaused = on;
    if (!on) {
      this.#append(this.#held);
      this.#held = [];
    }

    this.#explain();
  }

  #clear() {
    this.#clearedUpTo = Math.max(this.#clearedUpTo, ...[this.#lines.at(-1), this.#held.at(-1)].map((line) => line?.number ?? 0));
    this.#reset();
  }

  #reset() {
    this.#lines = [];
    this.#held = [];
    this.#list.replaceChildren();
    this.#explain();
  }

  #find(text) {
    this.#search = text.trim().toLowerCase();
    this.#lines.forEach((line) => line.show(this.#search));
    this.#explain();
  }

  #explain() {
    const found = this.#search ? this.#lines.filter(({ isShown }) => isShown).length : this.#lines.length;
    this.#status.textContent = !this.#resource ? '' : this.#isPaused ? `${this.#held.length} new lines wait` : this.#search ? `${found} of ${this.#lines.length} lines` : `${this.#lines.length} lines`;
    this.#note.textContent = !this.#resource ? 'Choose a resource to see what it writes.'
      : this.#lines.length === 0 ? (this.#clearedUpTo ? 'Cleared. New lines appear here.' : 'Nothing has been written yet.')
        : found === 0 ? 'No line holds this text.' : '';
    this.#note.hidden = this.#note.textContent === '';
  }
}

class Line {
  element;
  number;
  isShown = true;
  #text;
  #plain;
  #cell = el('span', { class: 'text' });
  #shownFor = null;

  constructor({ number, text, isError }) {
    const [, time, rest] = stamp.exec(text) ?? [null, '', text];
    this.number = number;
    this.#text = rest;
    this.#plain = stripAnsi(rest).toLowerCase();
    this.element = el('div', { class: isError ? 'line error' : 'line' },
      el('span', { class: 'number' }, String(number)), el('span', { class: 'time' }, time ? clock(Date.parse(time)) : ''), this.#cell);
  }

  /** Shows the line if it holds the text, with every place marked. @param {string} search in lower case */
  show(search) {
    this.isShown = !search || this.#plain.includes(search);
    this.element.hidden = !this.isShown;
    if (this.isShown && this.#shownFor !== search) {
      this.#shownFor = search;
      this.#cell.replaceChildren(...(search ? marked(stripAnsi(this.#text), search) : parseAnsi(this.#text).map(({ text, kind }) => (kind ? el('span', { class: kind }, text) : text))));
    }
  }
}

function marked(text, search) {
  const nodes = [];
  const lower = text.toLowerCase();
  let from = 0;
  for (let at = lower.indexOf(search); at >= 0; at = lower.indexOf(search, from)) {
    nodes.push(text.slice(from, at), el('mark', {}, text.slice(at, at + search.length)));
    from = at + search.length;
  }

  return [...nodes, text.slice(from)];
}
