import { Api } from './api.js';
import { Author } from './data/author.js';
import { DataApi } from './data/dataApi.js';
import { DataPlace } from './data/dataPlace.js';
import { Unsaved } from './data/unsaved.js';
import { UnsavedNotice } from './data/unsavedNotice.js';
import { part } from './dom.js';
import { DrawPlace } from './drawPlace.js';
import { Router } from './router.js';
import { TrainPlace } from './trainPlace.js';

const api = new Api();
const announcer = part(document, 'announcer');
const unsaved = new Unsaved();
const services = {
  api,
  data: new DataApi(api),
  announce: (text) => { announcer.textContent = text; },
  author: new Author(document.getElementById('author')),
  unsaved,
};
new UnsavedNotice(part(document, 'unsaved'), unsaved);

function place(Kind, name) {
  const element = document.getElementById(`place-${name}`);
  return { place: new Kind(element, services), element, link: document.querySelector(`nav a[href="#${name}"]`) };
}

const router = new Router({ data: place(DataPlace, 'data'), train: place(TrainPlace, 'train'), draw: place(DrawPlace, 'draw') });

const outage = part(document, 'outage');
const probing = 3000;
let probe = null;
const tryAgain = () => api.listPresets().then(() => router.reload(), () => {});
api.addEventListener('unreachable', () => {
  outage.hidden = false;
  probe ??= setInterval(tryAgain, probing);
});
api.addEventListener('reachable', () => {
  outage.hidden = true;
  clearInterval(probe);
  probe = null;
});
part(document, 'retry').addEventListener('click', tryAgain);

// A link to "#main" would be taken for a place.
part(document, 'skip').addEventListener('click', (event) => {
  event.preventDefault();
  document.getElementById('main').focus();
});

await router.start(async () => {
  const models = await api.listServedModels().catch(() => []);
  return models.length ? 'draw' : 'data';
});
