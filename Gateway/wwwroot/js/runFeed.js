const SHORTEST_WAIT = 1000;
const LONGEST_WAIT = 10000;

/**
 * A run's events as they happen, from the first on and across lost connections.
 *
 * Events: "event" (a CustomEvent with the run's event as detail), "ended" when no more will come, "lost" and "live" as
 * the connection goes and comes back, "refused" (detail: the error) when the run cannot be watched.
 */
export class RunFeed extends EventTarget {
  #api;
  #run;
  #source = null;
  #sequence = 0;
  #timer = null;
  #wait = SHORTEST_WAIT;

  /** @param {import('./api.js').Api} api @param {string} run */
  constructor(api, run) {
    super();
    this.#api = api;
    this.#run = run;
  }

  open() {
    // A dropped connection comes back by itself with the header Last-Event-ID; the address serves for a fresh one.
    const source = new EventSource(this.#api.watchUrl(this.#run, this.#sequence));
    this.#source = source;
    for (const name of ['run', 'batch', 'epoch']) {
      source.addEventListener(name, ({ data }) => this.#onEvent(JSON.parse(data)));
    }

    source.addEventListener('open', () => this.#onOpen());
    source.addEventListener('end', () => this.#onEnd());
    source.addEventListener('error', () => this.#onLost(source));
  }

  close() {
    this.#source?.close();
    this.#source = null;
    clearTimeout(this.#timer);
  }

  #onEvent(event) {
    this.#sequence = Math.max(this.#sequence, event.sequence);
    this.dispatchEvent(new CustomEvent('event', { detail: event }));
  }

  #onOpen() {
    this.#wait = SHORTEST_WAIT;
    this.dispatchEvent(new Event('live'));
  }

  #onEnd() {
    this.close();
    this.dispatchEvent(new Event('ended'));
  }

  #onLost(source) {
    this.dispatchEvent(new Event('lost'));
    if (source.readyState === EventSource.CLOSED && source === this.#source) {
      this.#tryAgain();
    }
  }

  /** The browser gives up on any answer but 200; a server that is starting gives such answers for a while. */
  async #tryAgain() {
    try {
      await this.#api.getRun(this.#run);
    } catch (error) {
      if (error.status === 404 || error.status === 400) {
        this.close();
        this.dispatchEvent(new CustomEvent('refused', { detail: error }));
        return;
      }
    }

    if (this.#source) {
      this.#timer = setTimeout(() => this.open(), this.#wait);
      this.#wait = Math.min(2 * this.#wait, LONGEST_WAIT);
    }
  }
}
