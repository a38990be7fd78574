import { el, pixels, problemBox, showProblem } from '../dom.js';
import { count, counted, percent } from '../format.js';
import { findingName, findingTitle } from './findings.js';
import { LabelCheck } from './labelCheck.js';
import { samplesAddress } from './sampleQuery.js';

const SAMPLES_A_FINDING = 200;
const PREVIEWED = 16;
const EVEN = 1.05;
const MOST_TRIES = 20;
const TIMED_OUT = 504;
const SEVERITIES = { SEVERITY_WARNING: 'Warning', SEVERITY_INFO: 'Good to know' };

/** What is wrong, or odd, with a data set; each finding leads to its samples. */
export class QualityPanel {
  element;
  #services;
  #name;
  #problem = problemBox();
  #status = el('p', { class: 'hint', role: 'status' });
  #bar = el('progress', { 'aria-label': 'Examining', hidden: true });
  #findings = el('ol', { class: 'findings' });
  #spreads = el('div', { class: 'spreads' });
  #check;
  #shown = '';
  #loading = null;

  /** @param {object} services @param {string} name @param {(dataset: object | null) => void} onChanged */
  constructor(services, name, onChanged) {
    this.#services = services;
    this.#name = name;
    this.#check = new LabelCheck(services, name, onChanged);
    this.element = el('div', { class: 'quality' }, this.#status, this.#bar, this.#problem, this.#findings, this.#spreads, this.#check.element);
  }

  /** @param {object} dataset */
  enter(dataset) {
    this.#check.enter(dataset);
    return this.#load(dataset.version);
  }

  leave() {
    this.#loading?.abort();
    this.#check.leave();
  }

  async #load(version) {
    if (this.#shown === version) {
      return;
    }

    this.#loading?.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    this.#busy = true;
    try {
      const report = await this.#ask(version, signal);
      showProblem(this.#problem, null);
      this.#show(report);
      this.#shown = version;
    } catch (error) {
      if (!signal.aborted) {
        this.#shown = '';
        this.#status.textContent = '';
        this.#findings.replaceChildren();
        this.#spreads.replaceChildren();
        showProblem(this.#problem, error, () => this.#load(version));
      }
    } finally {
      if (!signal.aborted) {
        this.#busy = false;
      }
    }
  }

  /** The service goes on examining when a call has taken too long; the next one finds it further. */
  async #ask(version, signal) {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#services.data.getQualityReport(this.#name, version, SAMPLES_A_FINDING, signal);
      } catch (error) {
        if (error.status !== TIMED_OUT || tries === MOST_TRIES) {
          throw error;
        }

        this.#status.textContent = 'The samples are still being examined. There are many of them.';
      }
    }
  }

  set #busy(busy) {
    this.#bar.hidden = !busy;
    if (busy) {
      this.#status.textContent = 'The samples are being examined.';
    }
  }

  #show(report) {
    const { findings, sampleCount, imbalance } = report;
    this.#status.textContent = `${counted(sampleCount, 'sample')} examined: ${findings.length ? counted(findings.length, 'finding') : 'nothing to complain about'}.`;
    const cards = findings.map((finding) => this.#card(finding, report.version));
    this.#findings.replaceChildren(...cards);
    this.#spreads.replaceChildren(...(sampleCount > 0 ? [spreadTable(report)] : []), el('p', { class: 'hint' }, evenness(imbalance)));
  }

  #card(finding, version) {
    const { kind, severity, message, count: size, samples, labels } = finding;
    const previews = el('p', { class: 'finding-samples' });
    const numbers = samples.map(({ number }) => number);
    const card = el('li', { class: 'finding', 'data-severity': severity },
      el('div', { class: 'finding-head' },
        el('h3', {}, findingTitle(kind)),
        el('span', { class: severity === 'SEVERITY_WARNING' ? 'badge warning' : 'badge' }, SEVERITIES[severity] ?? '')),
      el('p', {}, message),
      previews,
      el('p', { class: 'finding-links' },
        ...(numbers.length ? [el('a', { class: 'button small', href: samplesAddress(this.#name, { numbers, about: findingName(kind) }), 'aria-label': `${shownOf(numbers.length, size)}: ${findingTitle(kind)}` }, shownOf(numbers.length, size))] : []),
        ...labels.slice(0, 40).map((label) => el('a', { class: 'chip', href: samplesAddress(this.#name, { label }), 'aria-label': `Show the samples of label ${label}` }, label))));
    this.#preview(previews, numbers.slice(0, PREVIEWED), samples, version);
    return card;
  }

  /** Groups of equal or nearly equal samples stand together. */
  async #preview(previews, numbers, samples, version) {
    if (numbers.length === 0) {
      return;
    }

    const groups = new Map(samples.map(({ number, group }) => [number, group]));
    try {
      const found = await this.#services.data.listNumbered(this.#name, version, numbers, this.#loading.signal);
      let last = 0;
      for (const { number, label, thumbnail } of found) {
        const group = groups.get(number);
        const begins = group !== last && last > 0;
        last = group;
        previews.append(el('span', { class: begins ? 'preview begins' : 'preview' }, pixels(thumbnail, 56), label));
      }
    } catch {
      // The finding stands without its pictures; its link shows what went wrong.
    }
  }
}

function shownOf(named, size) {
  return named < size ? `Show the first ${count(named)} of ${count(size)}` : `Show ${counted(size, 'sample')}`;
}

function spreadTable({ ink, inkWidth, inkHeight }) {
  const rows = [['Ink', ink, (value) => percent(value)], ['Width of the ink', inkWidth, pixelsWide], ['Height of the ink', inkHeight, pixelsWide]];
  const heads = ['', 'Least', '5 of 100', 'Middle', '95 of 100', 'Most'];
  return el('div', { class: 'scroll-x', tabindex: 0, role: 'region', 'aria-label': 'Sizes' },
    el('table', { class: 'spread-table' },
      el('caption', {}, 'Sizes over all samples'),
      el('thead', {}, el('tr', {}, ...heads.map((head) => el(head ? 'th' : 'td', head ? { scope: 'col' } : {}, head)))),
      el('tbody', {}, ...rows.filter(([, spread]) => spread).map(([title, { min, low, median, high, max }, words]) => el('tr', {},
        el('th', { scope: 'row' }, title), ...[min, low, median, high, max].map((value) => el('td', {}, words(value))))))));
}

function evenness(imbalance) {
  if (!imbalance) {
    return '';
  }

  return imbalance < EVEN ? 'All classes have about as many samples.' : `The largest class has ${imbalance.toFixed(1)} times the samples of the smallest.`;
}

function pixelsWide(value) {
  return `${Math.round(value)} px`;
}
