import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { Api } from '../../Gateway/wwwroot/js/api.js';
import { DataApi } from '../../Gateway/wwwroot/js/data/dataApi.js';

const { fetch } = globalThis;

afterEach(() => {
  globalThis.fetch = fetch;
});

/** Answers each address with its reply, and any other with an error. */
function serve(replies) {
  globalThis.fetch = async (address) => {
    assert.ok(address in replies, `${address} was not expected`);
    return new Response(JSON.stringify(replies[address]));
  };
}

test('the list of data sets goes on to the last page', async () => {
  serve({
    'api/v1/datasets': { datasets: [{ name: 'a' }, { name: 'b' }], nextPageToken: 'Yg' },
    'api/v1/datasets?pageToken=Yg': { datasets: [{ name: 'c' }], nextPageToken: '' },
  });

  assert.deepEqual((await new Api().listDatasets()).map(({ name }) => name), ['a', 'b', 'c']);
});

test('corrections are counted over all pages', async () => {
  serve({
    'api/v1/corrections?pageSize=1000': { corrections: [{ dataset: 'a' }, { dataset: 'b' }], nextPageToken: '2' },
    'api/v1/corrections?pageSize=1000&pageToken=2': { corrections: [{ dataset: 'a' }], nextPageToken: '' },
  });

  assert.deepEqual(await new DataApi(new Api()).countCorrections(), new Map([['a', 2], ['b', 1]]));
});
