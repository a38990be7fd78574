import { button, choice, el, field, pixels, problemBox, showProblem } from '../dom.js';
import { count, moment, short } from '../format.js';
import { partName } from './sampleQuery.js';

const PAGE = 120;
const KINDS = [
  { value: 'DIFFERENCE_KIND_ADDED', counted: 'added', title: 'Added' },
  { value: 'DIFFERENCE_KIND_REMOVED', counted: 'removed', title: 'Removed' },
  { value: 'DIFFERENCE_KIND_RELABELED', counted: 'relabeled', title: 'Relabelled' },
  { value: 'DIFFERENCE_KIND_MOVED', counted: 'moved', title: 'Moved' },
];

/** What lies between two versions of a data set, with the samples that differ. */
export class CompareView {
  element;
  #data;
  #name;
  #from = choice([]);
  #to = choice([]);
  #kinds = el('fieldset', { class: 'segments', hidden: true });
  #list = el('ul', { class: 'differences' });
  #problem = problemBox();
  #more = button('Show more', () => this.#load(this.#nextPage), { hidden: true });
  #result = el('div', { class: 'compare-result', hidden: true });
  #summary = el('p', { role: 'status' });
  #pair = null;
  #kind = '';
  #nextPage = '';
  #loading = null;

  /** @param {import('./dataApi.js').DataApi} data @param {string} name */
  constructor(data, name) {
    this.#data = data;
    this.#name = name;
    const form = el('form', { class: 'compare-form' }, field('Compare', this.#from), field('with', this.#to), el('button', { type: 'submit', class: 'button' }, 'Compare'));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const pair = new URLSearchParams({ from: this.#from.value, to: this.#to.value });
      location.hash = `#data/${encodeURIComponent(name)}/versions?${pair}`;
    });
    const close = el('a', { class: 'button small', href: `#data/${encodeURIComponent(name)}/versions` }, 'Close');
    this.#result.append(el('div', { class: 'compare-head' }, this.#summary, close), this.#kinds, this.#list, this.#more);
    this.element = el('section', { class: 'compare', 'aria-label': 'Compare versions' }, form, this.#problem, this.#result);
  }

  /** @param {object[]} versions newest first @param {{from: string, to: string}} pair what the address asks for */
  show(versions, { from, to }) {
    const options = distinct(versions).map(({ version, createTime, current }) => [version, `${short(version)}, ${moment(createTime)}${current ? ', current' : ''}`]);
    this.element.hidden = options.length < 2;
    fill(this.#from, options, from || options[1]?.[0]);
    fill(this.#to, options, to || options[0]?.[0]);
    this.#pair = from && to ? { from, to } : null;
    this.#kind = '';
    showProblem(this.#problem, null);
    if (this.#pair) {
      this.element.hidden = false;
      this.#load('');
    } else {
      this.#loading?.abort();
      this.#result.hidden = true;
    }
  }

  leave() {
    this.#loading?.abort();
  }

  async #load(pageToken) {
    this.#loading?.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    try {
      const reply = await this.#data.compareVersions(this.#name, { ...this.#pair, kind: this.#kind, pageSize: PAGE, pageToken }, signal);
      showProblem(this.#problem, null);
      this.#show(reply, pageToken === '');
    } catch (error) {
      if (!signal.aborted) {
        this.#result.hidden ||= pageToken === '';
        showProblem(this.#problem, error, () => this.#load(pageToken));
      }
    }
  }

  #show(reply, isFirst) {
    const there = KINDS.filter(({ counted }) => reply[counted] > 0);
    this.#result.hidden = false;
    this.#summary.textContent = `From ${short(reply.from)} to ${short(reply.to)}: ${there.map(({ counted, title }) => `${count(reply[counted])} ${title.toLowerCase()}`).join(', ') || 'the same samples, labels and parts'}`;
    this.#kinds.hidden = there.length < 2;
    if (isFirst) {
      this.#kinds.replaceChildren(
        el('legend', { class: 'visually-hidden' }, 'Differences to show'),
        this.#segment('', 'All', there.reduce((sum, { counted }) => sum + reply[counted], 0)),
        ...there.map(({ value, title, counted }) => this.#segment(value, title, reply[counted])));
      this.#list.replaceChildren();
    }

    this.#list.append(...reply.differences.map(difference));
    this.#nextPage = reply.nextPageToken;
    this.#more.hidden = !this.#nextPage;
  }

  #segment(value, title, size) {
    const radio = el('input', { type: 'radio', name: 'difference', checked: value === this.#kind, class: 'visually-hidden' });
    radio.addEventListener('change', () => {
      this.#kind = value;
      this.#load('');
    });
    return el('label', { class: 'segment' }, radio, el('span', {}, title, ' ', el('span', { class: 'segment-count' }, count(size))));
  }
}

function difference({ kind, sample, oldLabel, oldPart }) {
  const words = {
    DIFFERENCE_KIND_ADDED: `+ ${sample.label}`,
    DIFFERENCE_KIND_REMOVED: `− ${sample.label}`,
    DIFFERENCE_KIND_RELABELED: `${oldLabel} → ${sample.label}`,
    DIFFERENCE_KIND_MOVED: `${partName(oldPart)} → ${partName(sample.part)}`,
  };
  const title = KINDS.find(({ value }) => value === kind)?.title ?? '';
  return el('li', { 'data-kind': title.toLowerCase() }, pixels(sample.thumbnail, 56), el('span', { class: 'visually-hidden' }, `${title}: `), words[kind] ?? sample.label);
}

/** A version that was left and restored is in the history twice. */
function distinct(versions) {
  return versions.filter(({ version }, at) => versions.findIndex((one) => one.version === version) === at);
}

function fill(select, options, chosen) {
  const all = options.some(([value]) => value === chosen) || !chosen ? options : [...options, [chosen, short(chosen)]];
  select.replaceChildren(...all.map(([value, text]) => el('option', { value }, text)));
  select.value = chosen ?? '';
}
