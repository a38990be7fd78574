import { get } from './api.js';
import { DetailsPane } from './detailsPane.js';
import { button, el, field, searchBox } from './dom.js';
import { clock, count, duration } from './format.js';
import { spanSections } from './spanDetails.js';
import { Waterfall } from './waterfall.js';

/** One trace: its spans over all resources as a waterfall. */
export class TracePage {
  title = 'Trace';
  element;
  #context;
  #id = '';
  #span = '';
  #isActive = false;
  #timer = 0;
  #heading = el('h1', {}, 'Trace');
  #meta = el('p', { class: 'hint' });
  #note = el('p', { class: 'foot' });
  #logsLink = el('a', { class: 'button', href: '/structuredlogs' }, 'Logs');
  #waterfall = new Waterfall((id) => this.#open(id));
  #pane = new DetailsPane(() => this.#select(''));

  constructor(context) {
    this.#context = context;
    this.element = el('div', { class: 'page' },
      el('div', { class: 'head' }, el('div', {}, el('a', { class: 'hint', href: '/traces' }, '← Traces'), this.#heading, this.#meta), el('span', { class: 'spacer' }),
        field('Search', searchBox('Name of a span', '', (text) => this.#waterfall.find(text))), button('Fold all', () => this.#waterfall.foldAll()), button('Unfold all', () => this.#waterfall.unfoldAll()), this.#logsLink),
      el('div', { class: 'metrics' }, el('div', { class: 'body' }, this.#waterfall.element, this.#note), this.#pane.element));
    context.live.addEventListener('telemetry', ({ detail }) => {
      if (this.#isActive && (detail.has('traces') || detail.has('logs'))) {
        this.#timer ||= setTimeout(() => this.#load(), 1000);
      }
    });
  }

  enter({ id }, query) {
    this.#isActive = true;
    if (this.#id !== id) {
      this.#waterfall.clear();
      this.#pane.close();
    }

    this.#id = id.toLowerCase();
    this.#logsLink.href = `/structuredlogs?trace=${this.#id}`;
    this.#load();
    const span = query.get('span');
    if (span) {
      this.#open(span);
    }
  }

  leave() {
    this.#isActive = false;
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#pane.close();
    this.#id = '';
  }

  async #load() {
    const id = this.#id;
    this.#timer = 0;
    const trace = await get(`traces/${id}`).catch((error) => error);
    if (id !== this.#id) {
      return;
    }

    if (trace instanceof Error) {
      this.#heading.textContent = 'Trace';
      this.#meta.textContent = id;
      this.#waterfall.clear();
      this.#note.textContent = trace.status === 404 ? 'This trace is not kept: none of its spans has come yet, or it was dropped for newer ones.' : trace.message;
      return;
    }

    const { summary, hidden, logs, spans } = trace;
    this.#heading.textContent = `${summary.resource}: ${summary.name || '(no name)'}`;
    this.#meta.textContent = `${clock(summary.start)} · ${duration(summary.duration)} · ${count(spans.length + hidden)} spans of ${summary.parts.length} ${summary.parts.length === 1 ? 'resource' : 'resources'} · ${id}`;
    this.#logsLink.textContent = `Logs (${count(logs)})`;
    this.#note.textContent = hidden > 0 ? `${count(hidden)} further spans are not shown.` : '';
    this.#waterfall.render(spans, summary.duration, this.#span);
  }

  async #open(span) {
    this.#select(span);
    try {
      const [details, logs] = await Promise.all([get(`traces/${this.#id}/spans/${span}`), get('logs', { trace: this.#id, span, count: 50 })]);
      if (this.#span === span) {
        this.#pane.show(details.name || '(no name)', spanSections(details, logs, this.#id));
      }
    } catch (error) {
      this.#context.toast(error.message, true);
    }
  }

  #select(span) {
    this.#span = span;
    this.#waterfall.select(span);
    if (this.#id) {
      this.#context.router.replaceQuery({ span });
    }
  }
}
