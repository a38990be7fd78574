import { get, part } from './api.js';
import { button, choice, el, field, searchBox, setOptions } from './dom.js';
import { clock, count, number } from './format.js';
import { LineChart } from './lineChart.js';
import { TelemetryList } from './telemetryList.js';

const RANGES = [['1', 'Last minute'], ['5', 'Last 5 minutes'], ['15', 'Last 15 minutes'], ['30', 'Last 30 minutes'], ['60', 'Last hour'], ['180', 'Last 3 hours'], ['720', 'Last 12 hours']];

/** Instruments of a resource and a chart of one of them. */
export class MetricsPage {
  title = 'Metrics';
  element;
  #context;
  #route = { resource: '', meter: '', instrument: '' };
  #minutes = '5';
  #filters = [];
  #search = '';
  #view = 'graph';
  #resources = [];
  #list;
  #resource;
  #range;
  #instruments = el('nav', { class: 'instruments', 'aria-label': 'Instruments' });
  #heading = el('h2', {});
  #about = el('p', { class: 'hint' });
  #dimensions = el('div', { class: 'dimensions' });
  #dimensionKey = '';
  #views;
  #chart = new LineChart((trace, span) => this.#context.router.go(`/traces/detail/${trace}${span ? `?span=${span}` : ''}`));
  #table = el('div', { class: 'scroll-x' });
  #exemplars = el('div', {});
  #instrument;
  #empty = el('p', { class: 'empty' });

  constructor(context) {
    this.#context = context;
    this.#list = new TelemetryList({
      live: context.live, signal: 'metrics', query: () => ({}), onData: (data) => this.#render(data.resources), resource: () => this.#route.resource,
    });
    this.#resource = choice([], '', (name) => context.router.go(name ? `/metrics/resource/${part(name)}` : '/metrics'));
    this.#range = choice(RANGES, '5', (minutes) => this.#change({ minutes }));
    this.#views = el('div', { class: 'segments', role: 'group', 'aria-label': 'View' },
      ...['Graph', 'Table'].map((name) => button(name, () => this.#change({ view: name.toLowerCase() }))));
    this.#instrument = el('section', { class: 'instrument', 'aria-label': 'Instrument' },
      this.#heading, this.#about, this.#dimensions, this.#views, this.#chart.element, this.#table, this.#exemplars);
    this.element = el('div', { class: 'page' },
      el('div', { class: 'head' }, el('h1', {}, 'Metrics'), field('Resource', this.#resource), field('Time', this.#range),
        field('Search', searchBox('Name of an instrument', '', (text) => { this.#search = text.toLowerCase(); this.#renderList(); })), ...this.#list.controls),
      el('div', { class: 'metrics' }, this.#instruments, this.#instrument, this.#empty));
  }

  enter(route, query) {
    const isOther = JSON.stringify(route) !== JSON.stringify(this.#route);
    this.#route = route;
    this.#minutes = RANGES.some(([minutes]) => minutes === query.get('minutes')) ? query.get('minutes') : '5';
    this.#filters = query.getAll('filter');
    this.#view = query.get('view') === 'table' ? 'table' : 'graph';
    this.#range.value = this.#minutes;
    if (isOther) {
      this.#dimensionKey = '';
      this.#instrument.hidden = true;
    }

    this.#list.start();
  }

  leave() {
    this.#list.stop();
  }

  #change({ minutes = this.#minutes, filters = this.#filters, view = this.#view }) {
    [this.#minutes, this.#filters, this.#view] = [minutes, filters, view];
    this.#context.router.replaceQuery({ minutes: minutes === '5' ? '' : minutes, filter: filters, view: view === 'table' ? view : '' });
    this.#list.reload();
  }

  #render(resources) {
    this.#resources = resources;
    const withMetrics = resources.filter(({ meters }) => meters.length > 0);
    if (!this.#route.resource && withMetrics.length > 0) {
      history.replaceState(null, '', `/metrics/resource/${part(withMetrics[0].name)}`);
      this.#route = { ...this.#route, resource: withMetrics[0].name };
    }

    const { resource, instrument } = this.#route;
    const names = withMetrics.map(({ name }) => name);
    setOptions(this.#resource, [...new Set([...names, ...(resource ? [resource] : [])])].map((name) => [name, name]), resource);
    const current = resources.find(({ name }) => name === resource);
    this.#list.status.textContent = `${count(current?.points ?? 0)} points kept`;
    this.#renderList();
    this.#empty.textContent = (current?.meters.length ?? 0) === 0 ? (resource ? `No metrics of ${resource} have come yet.` : 'No metrics have come yet.') : 'Choose an instrument.';
    this.#empty.hidden = Boolean(instrument) && !this.#instrument.hidden;
    if (instrument) {
      this.#load();
    } else {
      this.#instrument.hidden = true;
    }
  }

  #renderList() {
    const { resource, meter: currentMeter, instrument: currentInstrument } = this.#route;
    const meters = this.#resources.find(({ name }) => name === resource)?.meters ?? [];
    const key = JSON.stringify([resource, currentMeter, currentInstrument, this.#search, meters]);
    if (this.#instruments.dataset.key === key) {
      return;
    }

    this.#instruments.dataset.key = key;
    this.#instruments.hidden = meters.length === 0;
    const scroll = this.#instruments.scrollTop;
    this.#instruments.replaceChildren(...meters.flatMap((meter) => {
      const shown = meter.instruments.filter(({ name }) => name.toLowerCase().includes(this.#search) || meter.name.toLowerCase().includes(this.#search));
      return shown.length === 0 ? [] : [el('h2', {}, meter.name || '(no meter)'), ...shown.map((instrument) => {
        const isCurrent = meter.name === currentMeter && instrument.name === currentInstrument;
        return el('a', {
          href: `/metrics/resource/${part(resource)}/meter/${part(meter.name)}/instrument/${part(instrument.name)}`,
          'aria-current': isCurrent ? 'page' : null, title: instrument.description,
        }, instrument.name);
      })];
    }));
    this.#instruments.scrollTop = scroll;
  }

  async #load() {
    const { resource, meter, instrument } = this.#route;
    const data = await get('metrics/data', { resource, meter, instrument, minutes: this.#minutes, filter: this.#filters }).catch((error) => error);
    if (instrument !== this.#route.instrument || resource !== this.#route.resource) {
      return;
    }

    const failed = data instanceof Error;
    this.#instrument.hidden = failed;
    this.#empty.hidden = !failed;
    if (failed) {
      this.#empty.textContent = data.status === 404 ? 'This instrument has no points, or they were dropped for newer ones.' : data.message;
      return;
    }

    this.#heading.textContent = data.name;
    this.#about.textContent = [data.description, `${data.kind}${data.unit ? ` in ${data.unit}` : ''}`, `${count(data.selected)} of ${count(data.seriesCount)} series`].filter(Boolean).join(' · ');
    this.#renderDimensions(data.dimensions);
    [...this.#views.children].forEach((each) => each.setAttribute('aria-pressed', String(each.textContent.toLowerCase() === this.#view)));
    const isGraph = this.#view === 'graph';
    this.#chart.element.hidden = !isGraph;
    this.#table.hidden = isGraph;
    if (isGraph) {
      this.#chart.render(data);
    } else {
      this.#table.replaceChildren(valueTable(data));
    }

    this.#exemplars.replaceChildren(...(data.exemplars.length ? [el('h3', {}, 'Exemplars'), exemplarTable(data)] : []));
  }

  #renderDimensions(dimensions) {
    const key = JSON.stringify([dimensions, this.#filters]);
    if (this.#dimensionKey === key) {
      return;
    }

    this.#dimensionKey = key;
    const focused = this.#dimensions.contains(document.activeElement) ? document.activeElement.value : null;
    this.#dimensions.replaceChildren(...dimensions.map(({ name, values }) => el('fieldset', {}, el('legend', {}, name),
      ...values.map((value) => this.#tick(`${name}=${value}`, value)))));
    [...this.#dimensions.querySelectorAll('input')].find((each) => each.value === focused)?.focus();
  }

  // Nothing ticked is everything.
  #tick(filter, text) {
    const box = el('input', { type: 'checkbox', value: filter, checked: this.#filters.includes(filter) });
    box.addEventListener('change', () => this.#change({
      filters: box.checked ? [...this.#filters, filter] : this.#filters.filter((each) => each !== filter),
    }));
    return el('label', { class: 'tick' }, box, text || '(empty)');
  }
}

function valueTable({ times, lines }) {
  const rows = times.map((time, index) => [time, lines.map(({ values }) => values[index])]).filter(([, values]) => values.some((value) => value !== null)).reverse();
  return el('table', { class: 'list' },
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Time'), ...lines.map(({ name }) => el('th', { scope: 'col' }, name)))),
    el('tbody', {}, ...rows.map(([time, values]) => el('tr', {}, el('td', {}, clock(time)), ...values.map((value) => el('td', {}, number(value)))))));
}

function exemplarTable({ exemplars, unit }) {
  return el('table', { class: 'list' },
    el('thead', {}, el('tr', {}, ...['Time', 'Value', 'Trace'].map((name) => el('th', { scope: 'col' }, name)))),
    el('tbody', { 'data-testid': 'exemplars' }, ...exemplars.map(({ time, value, trace, span }) => el('tr', {}, el('td', {}, clock(time)), el('td', {}, `${number(value)} ${unit}`),
      el('td', {}, el('a', { class: 'mono', href: `/traces/detail/${trace}${span ? `?span=${span}` : ''}` }, trace.slice(0, 8)))))));
}
