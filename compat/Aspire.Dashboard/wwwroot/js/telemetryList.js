import { get, post } from './api.js';
import { button, el, toggle } from './dom.js';

const PAUSE_BETWEEN = 1000;

/** A list of telemetry that follows what comes in: loads, loads again when its signal has changed, pauses and clears. */
export class TelemetryList {
  /** The buttons for its head. */
  controls;
  status = el('span', { class: 'hint', role: 'status' });
  #live;
  #signal;
  #query;
  #onData;
  #isActive = false;
  #isPaused = false;
  #isLoading = false;
  #isStale = false;
  #lastLoad = 0;
  #timer = 0;

  /** @param {{live: EventTarget, signal: string, path?: string, query: () => object, onData: (data: object) => void, resource: () => string}} options */
  constructor({ live, signal, query, onData, resource }) {
    this.#live = live;
    this.#signal = signal;
    this.#query = query;
    this.#onData = onData;
    this.controls = [
      toggle('Pause', (on) => {
        this.#isPaused = on;
        this.#load();
      }),
      button('Clear', async () => {
        const name = resource();
        await post(`${signal}/clear${name ? `?resource=${encodeURIComponent(name)}` : ''}`);
        this.reload();
      }),
      this.status,
    ];
    this.#live.addEventListener('telemetry', ({ detail }) => {
      if (detail.has(this.#signal)) {
        this.#isStale = true;
        this.#load();
      }
    });
  }

  start() {
    this.#isActive = true;
    this.reload();
  }

  stop() {
    this.#isActive = false;
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  /** Loads now: the filters are different. */
  reload() {
    this.#isStale = true;
    this.#lastLoad = 0;
    this.#load(true);
  }

  async #load(evenIfPaused = false) {
    if (!this.#isActive || !this.#isStale || this.#isLoading || (this.#isPaused && !evenIfPaused)) {
      return;
    }

    const rest = this.#lastLoad + PAUSE_BETWEEN - performance.now();
    if (rest > 0) {
      this.#timer ||= setTimeout(() => {
        this.#timer = 0;
        this.#load();
      }, rest);
      return;
    }

    this.#isLoading = true;
    this.#isStale = false;
    this.#lastLoad = performance.now();
    const query = this.#query();
    try {
      const data = await get(this.#signal, query);
      // Filters that were changed meanwhile make this answer one to another question.
      if (this.#isActive && JSON.stringify(query) === JSON.stringify(this.#query())) {
        this.#onData(data);
      } else {
        this.#isStale = true;
      }
    } catch (error) {
      this.status.textContent = error.message;
    } finally {
      this.#isLoading = false;
      if (this.#isStale) {
        this.#load(evenIfPaused);
      }
    }
  }
}

/** The resources to choose from, with the chosen one even if it has sent nothing. */
export function resourceOptions(names, chosen) {
  const all = names.includes(chosen) || !chosen ? names : [...names, chosen];
  return [['', 'All resources'], ...all.map((name) => [name, name])];
}
