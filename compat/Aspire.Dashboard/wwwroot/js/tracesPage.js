import { part } from './api.js';
import { choice, el, field, button, reconcile, searchBox, setOptions } from './dom.js';
import { clock, count, duration, tone } from './format.js';
import { TelemetryList, resourceOptions } from './telemetryList.js';

const PAGE = 200;
const SLOWER = [['', 'Any duration'], ['10', '10 ms and longer'], ['100', '100 ms and longer'], ['1000', '1 s and longer'], ['10000', '10 s and longer']];

/** Traces, newest first. */
export class TracesPage {
  title = 'Traces';
  element;
  #context;
  #filters = { resource: '', text: '', errors: '', slower: '' };
  #count = PAGE;
  #rows = new Map();
  #list;
  #resource;
  #text;
  #errors;
  #slower;
  #tbody = el('tbody', { 'data-testid': 'traces' });
  #foot = el('div', { class: 'foot' });

  constructor(context) {
    this.#context = context;
    this.#list = new TelemetryList({
      live: context.live, signal: 'traces', query: () => ({ ...this.#filters, count: this.#count }),
      onData: (data) => this.#render(data), resource: () => this.#filters.resource,
    });
    this.#resource = choice([], '', (name) => context.router.go(name ? `/traces/resource/${part(name)}` : '/traces'));
    this.#text = searchBox('Name of a span, or a trace id', '', (text) => this.#change({ text }));
    this.#errors = choice([['', 'With and without errors'], ['true', 'With errors']], '', (errors) => this.#change({ errors }));
    this.#slower = choice(SLOWER, '', (slower) => this.#change({ slower }));
    const table = el('table', { class: 'list cards' },
      el('thead', {}, el('tr', {}, ...['Time', 'Name', 'Spans', 'Duration'].map((name) => el('th', { scope: 'col' }, name)))), this.#tbody);
    this.element = el('div', { class: 'page' },
      el('div', { class: 'head' }, el('h1', {}, 'Traces'), field('Resource', this.#resource), field('Search', this.#text, 'grow'),
        field('Errors', this.#errors), field('Duration', this.#slower), ...this.#list.controls),
      el('div', { class: 'body' }, table, this.#foot));
  }

  enter({ resource }, query) {
    this.#filters = { resource, text: query.get('text') ?? '', errors: query.get('errors') ?? '', slower: query.get('slower') ?? '' };
    this.#count = PAGE;
    this.#text.value = this.#filters.text;
    this.#errors.value = this.#filters.errors;
    this.#slower.value = this.#filters.slower;
    setOptions(this.#resource, resourceOptions([], resource), resource);
    this.#list.start();
  }

  leave() {
    this.#list.stop();
  }

  #change(filters) {
    Object.assign(this.#filters, filters);
    this.#count = PAGE;
    this.#context.router.replaceQuery({ ...this.#filters, resource: '' });
    this.#list.reload();
  }

  #render({ resources, kept, more, traces }) {
    setOptions(this.#resource, resourceOptions(resources, this.#filters.resource), this.#filters.resource);
    const longest = Math.max(...traces.map((trace) => trace.duration), 0.001);
    const rows = new Map(traces.map((trace) => {
      const key = JSON.stringify(trace);
      const known = this.#rows.get(trace.id);
      return [trace.id, known?.key === key ? known : { key, row: row(trace) }];
    }));
    this.#rows = rows;
    reconcile(this.#tbody, [...rows.values()].map((each) => each.row));
    traces.forEach((trace) => rows.get(trace.id).row.querySelector('.duration-bar').style.setProperty('width', `${100 * trace.duration / longest}%`));
    this.#list.status.textContent = `${count(kept)} kept`;
    this.#foot.replaceChildren(
      traces.length === 0 ? (kept === 0 ? 'No traces have come yet.' : 'No trace fits these filters.')
        : more ? button('Show more', () => { this.#count += 2 * PAGE; this.#list.reload(); }) : 'These are all.');
  }
}

function row(trace) {
  const total = trace.parts.reduce((sum, each) => sum + each.spans, 0);
  const failed = trace.parts.some((each) => each.errors > 0);
  return el('tr', { 'data-trace': trace.id },
    el('td', { class: 'narrow' }, clock(trace.start)),
    el('td', {}, el('a', { href: `/traces/detail/${trace.id}` }, `${trace.resource}: ${trace.name || '(no name)'}`),
      ' ', el('span', { class: 'hint mono' }, trace.id.slice(0, 8)), ...(failed ? [' ', el('span', { class: 'state error' }, 'Error')] : [])),
    el('td', {}, el('div', { class: 'tags' }, ...trace.parts.map((each) => el('span', { class: `tag ${tone(each.resource)}`, title: `${each.spans} of ${total} spans` },
      `${each.resource} (${each.spans})`, ...(each.errors ? [el('span', { class: 'errors' }, `${each.errors} ${each.errors === 1 ? 'error' : 'errors'}`)] : []))))),
    el('td', { class: 'narrow' }, duration(trace.duration), el('span', { class: 'duration-bar' })));
}
