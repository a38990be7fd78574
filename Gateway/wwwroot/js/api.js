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

    const message = problem.detail || problem.title || `The server answered with status ${status}.`;
    return new ApiError(message, { status, reason: problem.reason, violations: violations(problem.errors, message) });
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
  listDatasets() {
    return this.#get('datasets').then((reply) => reply.datasets);
  }

  deleteDataset(dataset) {
    return this.#send('DELETE', `datasets/${encodeURIComponent(dataset)}`);
  }

  /** @param {{part: string, label: string, pageSize: number, pageToken: string}} query */
  listSamples(dataset, query, signal) {
    return this.#get(`datasets/${encodeURIComponent(dataset)}/samples`, query, signal);
  }

  listPresets() {
    return this.#get('presets').then((reply) => reply.presets);
  }

  listRuns(pageSize, pageToken) {
    return this.#get('runs', { pageSize, pageToken });
  }

  getRun(run) {
    return this.#get(`runs/${encodeURIComponent(run)}`).then((reply) => reply.run);
  }

  startRun(request) {
    return this.#send('POST', 'runs', request).then((reply) => reply.run);
  }

  cancelRun(run) {
    return this.#send('POST', `runs/${encodeURIComponent(run)}:cancel`, {}).then((reply) => reply.run);
  }

  deleteRun(run) {
    return this.#send('DELETE', `runs/${encodeURIComponent(run)}`);
  }

  listServedModels() {
    return this.#get('served-models').then((reply) => reply.models);
  }

  predict(request, signal) {
    return this.#send('POST', 'predict', request, signal);
  }

  /** Where a run's events can be watched from. */
  watchUrl(run, afterSequence) {
    return url(`runs/${encodeURIComponent(run)}:watch`, { afterSequence });
  }

  get importUrl() {
    return url('datasets:import');
  }

  /** For calls that do not go through fetch: tells whether the gateway was there. */
  noteReachable(reachable) {
    this.dispatchEvent(new Event(reachable ? 'reachable' : 'unreachable'));
  }

  #get(path, query = {}, signal = undefined) {
    return this.#call(url(path, query), { signal });
  }

  #send(method, path, body = undefined, signal = undefined) {
    const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
    return this.#call(url(path), { method, headers, body: body && JSON.stringify(body), signal });
  }

  async #call(address, options) {
    let response;
    let text;
    try {
      response = await fetch(address, { ...options, headers: { Accept: 'application/json', ...options.headers } });
      text = await response.text();
    } catch (error) {
      if (error.name === 'AbortError') {
        throw error;
      }

      this.noteReachable(false);
      throw ApiError.unreachable();
    }

    this.noteReachable(true);
    if (!response.ok) {
      throw ApiError.fromBody(response.status, text);
    }

    return JSON.parse(text);
  }
}

/** Faults by field, without those that the message has told already. */
function violations(errors = {}, message) {
  return Object.entries(errors)
    .flatMap(([field, faults]) => faults.map((description) => ({ field, description })))
    .filter(({ description }) => !message.includes(description));
}

function url(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== '' && value !== undefined && value !== 0);
  const search = new URLSearchParams(given).toString();
  return `api/v1/${path}${search && `?${search}`}`;
}
