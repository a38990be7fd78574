import { get, part } from './api.js';
import { DetailsPane, attributeFacts, facts, section } from './detailsPane.js';
import { button, choice, el, field, reconcile, searchBox, setOptions } from './dom.js';
import { clock, count, tone } from './format.js';
import { TelemetryList, resourceOptions } from './telemetryList.js';

const LEVELS = ['', 'Debug', 'Information', 'Warning', 'Error', 'Critical'];
const PAGE = 200;

/** Structured logs with filters, newest first. */
export class LogsPage {
  title = 'Structured';
  element;
  #context;
  #filters = { resource: '', level: '', text: '', attribute: [], trace: '', span: '' };
  #count = PAGE;
  #rows = new Map();
  #selected = '';
  #list;
  #pane = new DetailsPane(() => this.#select(''));
  #resource;
  #level;
  #text;
  #attribute;
  #chips = el('div', { class: 'tags' });
  #tbody = el('tbody', { 'data-testid': 'logs' });
  #foot = el('div', { class: 'foot' });

  constructor(context) {
    this.#context = context;
    this.#list = new TelemetryList({
      live: context.live, signal: 'logs', query: () => ({ ...this.#filters, count: this.#count }),
      onData: (data) => this.#render(data), resource: () => this.#filters.resource,
    });
    this.#resource = choice([], '', (name) => context.router.go(name ? `/structuredlogs/resource/${part(name)}` : '/structuredlogs'));
    this.#level = choice(LEVELS.map((level) => [level, level ? `${level} and worse` : 'All levels']), '', (level) => this.#change({ level }));
    this.#text = searchBox('Message or category', '', (text) => this.#change({ text }));
    this.#attribute = el('input', { placeholder: 'name=value, then Enter', spellcheck: 'false', autocomplete: 'off' });
    this.#attribute.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && this.#attribute.value.trim()) {
        this.#change({ attribute: [...this.#filters.attribute, this.#attribute.value.trim()] });
        this.#attribute.value = '';
      }
    });
    const table = el('table', { class: 'list cards' },
      el('thead', {}, el('tr', {}, ...['Time', 'Resource', 'Level', 'Message', 'Trace'].map((name) => el('th', { scope: 'col' }, name)))), this.#tbody);
    this.element = el('div', { class: 'page' },
      el('div', { class: 'head' }, el('h1', {}, 'Structured logs'), field('Resource', this.#resource), field('Level', this.#level),
        field('Search', this.#text, 'grow'), field('Attribute', this.#attribute), ...this.#list.controls, this.#chips),
      el('div', { class: 'metrics' }, el('div', { class: 'body' }, table, this.#foot), this.#pane.element));
  }

  enter({ resource }, query) {
    this.#filters = {
      resource, level: query.get('level') ?? '', text: query.get('text') ?? '', attribute: query.getAll('attribute'),
      trace: query.get('trace') ?? '', span: query.get('span') ?? '',
    };
    this.#count = PAGE;
    this.#level.value = this.#filters.level;
    this.#text.value = this.#filters.text;
    setOptions(this.#resource, resourceOptions([], resource), resource);
    this.#showChips();
    this.#list.start();
  }

  leave() {
    this.#list.stop();
    this.#pane.close();
  }

  #change(filters) {
    Object.assign(this.#filters, filters);
    this.#count = PAGE;
    this.#context.router.replaceQuery({ ...this.#filters, resource: '' });
    this.#showChips();
    this.#list.reload();
  }

  #showChips() {
    const { attribute, trace, span } = this.#filters;
    const chip = (text, filters) => button(`${text} ×`, () => this.#change(filters), { 'aria-label': `Remove the filter ${text}` });
    this.#chips.replaceChildren(
      ...attribute.map((text, index) => chip(text, { attribute: attribute.toSpliced(index, 1) })),
      ...(trace ? [chip(`trace ${trace.slice(0, 8)}`, { trace: '', span: '' })] : []),
      ...(span ? [chip(`span ${span.slice(0, 8)}`, { span: '' })] : []));
  }

  #render({ resources, kept, more, logs }) {
    setOptions(this.#resource, resourceOptions(resources, this.#filters.resource), this.#filters.resource);
    const rows = new Map(logs.map((log) => [keyOf(log), this.#rows.get(keyOf(log)) ?? this.#row(log)]));
    this.#rows = rows;
    reconcile(this.#tbody, [...rows.values()]);
    this.#list.status.textContent = `${count(kept)} kept`;
    this.#foot.replaceChildren(
      logs.length === 0 ? (kept === 0 ? 'No log records have come yet.' : 'No log record fits these filters.')
        : more ? button('Show more', () => { this.#count += 2 * PAGE; this.#list.reload(); }) : 'These are all.');
    this.#markSelected();
  }

  #row(log) {
    return el('tr', {},
      el('td', { class: 'narrow' }, clock(log.time)),
      el('td', { class: 'narrow' }, el('span', { class: `tag ${tone(log.resource)}` }, log.resource)),
      el('td', { class: 'narrow' }, el('span', { class: `level ${log.level}` }, log.level)),
      el('td', {}, button(log.message || '(empty)', () => this.#open(log), { class: 'row-button' }),
        ...(log.exception ? [el('div', { class: 'state error' }, log.exception)] : []), el('div', { class: 'hint' }, log.category)),
      el('td', { class: 'narrow' }, ...(log.trace ? [el('a', { class: 'mono', href: `/traces/detail/${log.trace}${log.span ? `?span=${log.span}` : ''}` }, log.trace.slice(0, 8))] : [])));
  }

  async #open(log) {
    this.#select(keyOf(log));
    try {
      const details = await get('logs/record', { resource: log.resource, number: log.number });
      if (this.#selected === keyOf(log)) {
        this.#pane.show('Log record', logSections(log, details));
      }
    } catch (error) {
      this.#context.toast(error.message, true);
    }
  }

  #select(key) {
    this.#selected = key;
    this.#markSelected();
  }

  #markSelected() {
    this.#rows.forEach((row, key) => row.setAttribute('aria-selected', String(key === this.#selected)));
  }
}

function logSections(log, details) {
  const { 'exception.stacktrace': stack, ...attributes } = details.attributes;
  return [
    section('Record', facts([
      ['Message', details.message],
      ['Time', clock(log.time)],
      ['Level', log.level],
      ['Category', details.category],
      ['Event', details.event],
      ['Trace', log.trace ? el('a', { href: `/traces/detail/${log.trace}${log.span ? `?span=${log.span}` : ''}` }, log.trace) : ''],
    ])),
    ...(stack ? [section('Exception', el('div', { class: 'stack mono', tabindex: '0', role: 'region', 'aria-label': 'Stack trace' }, stack))] : []),
    section('Attributes', attributeFacts(attributes)),
    section(`Resource: ${log.resource}`, attributeFacts(details.resource), false),
  ];
}

function keyOf(log) {
  return `${log.resource} ${log.number}`;
}
