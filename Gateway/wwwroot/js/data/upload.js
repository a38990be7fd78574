import { ApiError } from '../api.js';

/**
 * Uploads files as a data set. XMLHttpRequest, because fetch does not tell how much has been sent.
 * @param {import('./dataApi.js').DataApi} data
 * @param {Record<string, string>} settings fields of ImportSettings that are said
 * @param {File[]} files
 * @param {{onProgress: (sent: number, total: number) => void, signal: AbortSignal}} options
 * @returns {Promise<{dataset: object, report: object}>}
 */
export function uploadDataset(data, settings, files, { onProgress, signal }) {
  const form = new FormData();
  for (const [name, value] of Object.entries(settings)) {
    form.append(name, value);
  }

  for (const file of files) {
    form.append('files', file, file.name);
  }

  const { promise, resolve, reject } = withResolvers();
  const request = new XMLHttpRequest();
  request.open('POST', data.importUrl);
  request.setRequestHeader('Accept', 'application/json');
  request.upload.addEventListener('progress', (event) => onProgress(event.loaded, event.total));
  request.addEventListener('load', () => {
    data.api.noteReachable(true);
    if (request.status === 200) {
      resolve(JSON.parse(request.responseText));
    } else {
      reject(ApiError.fromBody(request.status, request.responseText));
    }
  });
  request.addEventListener('error', () => reject(new ApiError('The upload was interrupted. Nothing was kept; try again.')));
  request.addEventListener('abort', () => reject(new DOMException('The upload was cancelled.', 'AbortError')));
  signal.addEventListener('abort', () => request.abort());
  request.send(form);
  return promise;
}

function withResolvers() {
  let resolve;
  let reject;
  const promise = new Promise((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
