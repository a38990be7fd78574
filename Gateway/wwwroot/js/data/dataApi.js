import { url } from '../api.js';

const NUMBERS_A_CALL = 200;

/** The part of the REST API that data sets have. */
export class DataApi {
  #api;

  /** @param {import('../api.js').Api} api */
  constructor(api) {
    this.#api = api;
  }

  /** For uploads, which do not go through fetch. */
  get api() {
    return this.#api;
  }

  get importUrl() {
    return url('datasets:import');
  }

  listDatasets() {
    return this.#api.listDatasets();
  }

  getDataset(name, version, signal) {
    return this.#api.get(address(name), { version }, signal).then(({ dataset }) => dataset);
  }

  /**
   * Deletes a data set, or one version of it.
   * @param {{version?: string, expectedCurrent?: string}} [what] the version, all when left out; refused unless the expected one is current
   */
  deleteDataset(name, what = {}) {
    const query = new URLSearchParams(what);
    return this.#api.send('DELETE', query.size ? `${address(name)}?${query}` : address(name));
  }

  /** @param {{version: string, part: string, label: string, skip: number, pageSize: number}} query */
  listSamples(name, query, signal) {
    return this.#api.get(`${address(name)}/samples`, query, signal);
  }

  /** Samples by their numbers, in that order; those that the version does not have are left out. @param {number[]} numbers */
  async listNumbered(name, version, numbers, signal) {
    const pages = [];
    for (let start = 0; start < numbers.length; start += NUMBERS_A_CALL) {
      const some = numbers.slice(start, start + NUMBERS_A_CALL);
      pages.push(this.#api.get(`${address(name)}/samples`, { version, numbers: some, pageSize: some.length }, signal));
    }

    return (await Promise.all(pages)).flatMap(({ samples }) => samples);
  }

  /** Changes samples, all in one version. @param {{added: {label: string, data: string}[], relabeled: {number: number, label: string}[], removed: number[]}} edits */
  editSamples(name, edits, author) {
    return this.#api.send('POST', `${address(name)}/samples:edit`, { ...edits, author }).then(({ dataset }) => dataset);
  }

  listVersions(name, pageToken, signal) {
    return this.#api.get(`${address(name)}/versions`, { pageSize: 50, pageToken }, signal);
  }

  /** @param {{from: string, to: string, kind: string, pageSize: number, pageToken: string}} query */
  compareVersions(name, query, signal) {
    return this.#api.get(`${address(name)}/versions:compare`, query, signal);
  }

  /** @param {string} [expectedCurrent] refused unless this is the current version */
  restoreVersion(name, version, author, expectedCurrent = '') {
    return this.#api.send('POST', `${address(name)}/versions/${encodeURIComponent(version)}:restore`, { author, expectedCurrent }).then(({ dataset }) => dataset);
  }

  /** @param {{splitRatio?: number, validationRatio?: number, seed?: number, keepTest?: boolean}} split */
  splitDataset(name, split, author) {
    return this.#api.send('POST', `${address(name)}:split`, { ...split, author }).then(({ dataset }) => dataset);
  }

  /** Where a version can be downloaded from. @param {'ZIP' | 'IDX' | 'CSV' | 'NPZ'} format */
  exportUrl(name, version, format) {
    return url(`${address(name)}:export`, { version, format: `EXPORT_FORMAT_${format}` });
  }

  getQualityReport(name, version, samplesPerFinding, signal) {
    return this.#api.get(`${address(name)}:quality`, { version, samplesPerFinding }, signal);
  }

  /** Begins a check of labels, which is a run of its own. */
  startLabelCheck(dataset, datasetVersion) {
    return this.#api.send('POST', 'runs:checkLabels', { dataset, datasetVersion }).then(({ run }) => run);
  }

  /** The newest label check of a data set, or undefined. */
  async findLabelCheck(name, signal) {
    const { runs } = await this.#api.get('runs', { pageSize: 100 }, signal);
    return runs.find(({ kind, dataset }) => kind === 'LABEL_CHECK' && dataset === name);
  }

  listSuspects(run, pageToken, signal) {
    return this.#api.get(`runs/${encodeURIComponent(run)}/suspects`, { pageSize: 100, pageToken }, signal);
  }

  /** @param {{name: string, alphabet?: string, count?: number, seed?: number}} request @returns {AsyncGenerator<object>} */
  generateDataset(request, signal) {
    return this.#api.stream('datasets:generate', request, signal);
  }

  /**
   * Makes a data set out of others.
   * @param {{name: string, sources: object[], mode?: string, seed?: number, author?: string, note?: string}} request
   * @returns {AsyncGenerator<object>}
   */
  combineDatasets(request, signal) {
    return this.#api.stream('datasets:combine', request, signal);
  }

  listLabelPacks() {
    return this.#api.get('label-packs', {}).then(({ labelPacks }) => labelPacks);
  }

  listPublicDatasets(signal) {
    return this.#api.get('public-datasets', {}, signal).then(({ publicDatasets }) => publicDatasets);
  }

  /** @param {{name?: string, validationRatio?: number, author?: string}} request @returns {AsyncGenerator<object>} */
  installPublicDataset(publicDataset, request, signal) {
    return this.#api.stream(`public-datasets/${encodeURIComponent(publicDataset)}:install`, request, signal);
  }

  /** @param {{dataset?: string, state?: string, pageToken?: string}} query */
  listCorrections(query, signal) {
    return this.#api.get('corrections', { pageSize: 1000, ...query }, signal);
  }

  /** How many corrections wait for review, by data set. @returns {Promise<Map<string, number>>} */
  async countCorrections() {
    const waiting = new Map();
    let pageToken = '';
    do {
      const { corrections, nextPageToken } = await this.listCorrections({ pageToken });
      for (const { dataset } of corrections) {
        waiting.set(dataset, (waiting.get(dataset) ?? 0) + 1);
      }

      pageToken = nextPageToken;
    } while (pageToken);

    return waiting;
  }

  submitCorrection(correction) {
    return this.#api.send('POST', 'corrections', correction).then((reply) => reply.correction);
  }

  /** @param {string[]} corrections @param {Record<string, string>} labels other labels than the reporters' */
  acceptCorrections(corrections, labels, author) {
    return this.#api.send('POST', 'corrections:accept', { corrections, labels, author }).then(({ dataset }) => dataset);
  }

  rejectCorrections(corrections, author) {
    return this.#api.send('POST', 'corrections:reject', { corrections, author });
  }
}

function address(name) {
  return `datasets/${encodeURIComponent(name)}`;
}
