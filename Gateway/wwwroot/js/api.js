import { jsonLines } from './jsonLines.js';

/** A refusal or a failure, in words that can be shown. */
export class ApiError extends Error {
  /**
   * @param {string} message
   * @param {{status?: number, reason?: string, violations?: {field: string, description: string}[]}} [details]
   *   status is 0 when the gateway did not answer at all
   */
  constructor(message, { status = 0, reason = '', violations = [] } = {}) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.reason = reason;
    this.violations = violations;
  }

  /**
   * Reads an application/problem+json body.
   * @param {number} status
   * @param {string} text the body, which may be anything when a proxy answered
   */
  static fromBody(status, text) {
    let problem;
    try {
      problem = JSON.parse(text);
    } catch {
      problem = {};
    }

    return ApiError.fromProblem({ status, ...problem });
  }

  /** @param {{status: number, title?: string, detail?: string, reason?: string, errors?: Record<string, string[]>}} problem */
  static fromProblem({ status, title, detail, reason, errors }) {
    const message = detail || title || `The server answered with status ${status}.`;
    return new ApiError(message, { status, reason, violations: violations(errors, message) });
  }

  static unreachable() {
    return new ApiError('The server cannot be reached.');
  }
}

/**
 * The REST API under /api/v1.
 *
 * Sends "reachable" and "unreachable" events as calls get through or do not.
 */
export class Api extends EventTarget {
  /** All data sets, by name, however many pages they take. */
  async listDatasets() {
    const datasets = [];
    let pageToken = '';
    do {
      const reply = await this.get('datasets', { pageToken });
      datasets.push(...reply.datasets);
      pageToken = reply.nextPageToken;
    } while (pageToken);

    return datasets;
  }

  /** The presets, and the fields of a recipe that a run may override. */
  listPresets() {
    return this.get('presets');
  }

  listRuns(pageSize, pageToken) {
    return this.get('runs', { pageSize, pageToken });
  }

  getRun(run) {
    return this.get(`runs/${encodeURIComponent(run)}`).then((reply) => reply.run);
  }

  startRun(request) {
    return this.send('POST', 'runs', request).then((reply) => reply.run);
  }

  cancelRun(run) {
    return this.send('POST', `runs/${encodeURIComponent(run)}:cancel`, {}).then((reply) => reply.run);
  }

  deleteRun(run) {
    return this.send('DELETE', `runs/${encodeURIComponent(run)}`);
  }

  listServedModels() {
    return this.get('served-models').then((reply) => reply.models);
  }

  getModelVersion(model, version) {
    return this.get(`models/${encodeURIComponent(model)}/versions/${version}`).then((reply) => reply.modelVersion);
  }

  predict(request, signal) {
    return this.send('POST', 'predict', request, signal);
  }

  /** Where a run's events can be watched from. */
  watchUrl(run, afterSequence) {
    return url(`runs/${encodeURIComponent(run)}:watch`, { afterSequence });
  }

  /** For calls that do not go through fetch: tells whether the gateway was there. */
  noteReachable(reachable) {
    this.dispatchEvent(new Event(reachable ? 'reachable' : 'unreachable'));
  }

  /** @param {Record<string, string | number | (string | number)[]>} [query] nothing is sent for what is empty or 0 */
  get(path, query = {}, signal = undefined) {
    return this.#call(url(path, query), { signal });
  }

  send(method, path, body = undefined, signal = undefined) {
    return this.#call(url(path), { method, ...json(body), signal });
  }

  /** The messages of a server stream as they come. */
  async* stream(path, body, signal) {
    const { headers, ...rest } = json(body);
    const options = { method: 'POST', ...rest, headers: { Accept: 'application/x-ndjson', ...headers }, signal };
    const response = await this.#reach(() => fetch(url(path), options));
    if (!response.ok) {
      throw ApiError.fromBody(response.status, await this.#reach(() => response.text()));
    }

    const lines = jsonLines(response.body);
    for (;;) {
      const { value, done } = await this.#reach(() => lines.next());
      if (done) {
        return;
      }

      if (value.error) {
        throw ApiError.fromProblem(value.error);
      }

      yield value;
    }
  }

  async #call(address, options) {
    const headers = { Accept: 'application/json', ...options.headers };
    const response = await this.#reach(() => fetch(address, { ...options, headers }));
    const text = await this.#reach(() => response.text());
    if (!response.ok) {
      throw ApiError.fromBody(response.status, text);
    }

    return JSON.parse(text);
  }

  /** Does what needs the network, and tells whether it was there. */
  async #reach(action) {
    try {
      const result = await action();
      this.noteReachable(true);
      return result;
    } catch (error) {
      if (error.name === 'AbortError') {
        throw error;
      }

      this.noteReachable(false);
      throw ApiError.unreachable();
    }
  }
}

function json(body) {
  return body === undefined ? { headers: {} } : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

/** Faults by field, without those that the message has told already. */
function violations(errors = {}, message) {
  return Object.entries(errors)
    .flatMap(([field, faults]) => faults.map((description) => ({ field, description })))
    .filter(({ description }) => !message.includes(description));
}

/** An address of the API. */
export function url(path, query = {}) {
  const given = Object.entries(query)
    .flatMap(([name, value]) => [value].flat().map((one) => [name, one]))
    .filter(([name, value]) => Array.isArray(query[name]) || (value !== '' && value !== undefined && value !== 0));
  const search = new URLSearchParams(given).toString();
  return `api/v1/${path}${search && `?${search}`}`;
}
