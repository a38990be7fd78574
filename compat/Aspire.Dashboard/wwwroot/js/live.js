import { logIn } from './api.js';

/**
 * What the dashboard tells by itself, over one connection for all: "resources", "telemetry" (a set of the signals that have
 * changed), "console" (lines, or null when they begin anew) and "state" (whether the dashboard answers).
 * A hidden tab lets the connection go: browsers allow only few to one server.
 */
export class Live extends EventTarget {
  /** The last news. */
  resources = { application: '', connection: 'Connecting', resources: [] };
  #source = null;
  #console = '';
  #revisions = null;

  start() {
    document.addEventListener('visibilitychange', () => this.#connect());
    addEventListener('pagehide', () => this.#source?.close());
    this.#connect();
  }

  /** Which resource's console to hear; empty for none. */
  set console(resource) {
    if (this.#console !== resource) {
      this.#console = resource;
      this.#connect();
    }
  }

  #connect() {
    this.#source?.close();
    this.#source = null;
    if (document.hidden) {
      return;
    }

    const source = new EventSource(this.#console ? `/api/events?console=${encodeURIComponent(this.#console)}` : '/api/events');
    this.#source = source;
    source.addEventListener('open', () => this.#tell('state', true));
    source.addEventListener('error', () => {
      this.#tell('state', false);
      if (source.readyState === EventSource.CLOSED) {
        this.#recover();
      }
    });
    source.addEventListener('resources', (event) => {
      this.resources = JSON.parse(event.data);
      this.#tell('resources', this.resources);
    });
    source.addEventListener('telemetry', (event) => this.#compare(JSON.parse(event.data)));
    source.addEventListener('console', (event) => this.#tell('console', JSON.parse(event.data)));
  }

  // A refusal ends the connection for good, a loss does not.
  async #recover() {
    const answer = await fetch('/api/metrics').catch(() => null);
    if (answer?.status === 401) {
      logIn();
    } else {
      setTimeout(() => this.#connect(), 2000);
    }
  }

  #compare(revisions) {
    const changed = new Set(Object.keys(revisions).filter((signal) => revisions[signal] !== this.#revisions?.[signal]));
    this.#revisions = revisions;
    this.#tell('telemetry', changed);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
