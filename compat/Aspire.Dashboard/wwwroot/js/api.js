/** Asks the dashboard. @param {Record<string, string | number | boolean | string[] | null | undefined>} [query] nothing and empty are left out */
export async function get(path, query = {}, signal = undefined) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== '' && one !== false) {
        parameters.append(name, String(one));
      }
    }
  }

  return (await send(`/api/${path}?${parameters}`, { signal })).json();
}

/** Asks for a change and returns the answer, if there is one. */
export async function post(path) {
  const response = await send(`/api/${path}`, { method: 'POST' });
  return response.status === 204 ? null : response.json();
}

/** Part of an address. */
export const part = encodeURIComponent;

async function send(url, options) {
  const response = await fetch(url, options);
  if (response.status === 401) {
    logIn();
  }

  if (!response.ok) {
    throw Object.assign(new Error(response.status === 404 ? 'It is not there any more.' : `The dashboard answered ${response.status}.`), { status: response.status });
  }

  return response;
}

/** Goes to the login page and comes back here afterwards. */
export function logIn() {
  location.assign(`/login?returnUrl=${encodeURIComponent(location.pathname + location.search)}`);
}
