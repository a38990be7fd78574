// What the service reads by itself; every other picture is converted here.
const READABLE_TYPES = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/bmp']);
const READABLE_SIDE = 4096;

// The services refuse messages of more than 4 MiB; a larger file is scaled down here, by way of the canvas.
const READABLE_BYTES = 4_000_000;

const LARGEST_SIDE = 1024;

/**
 * Whether the service reads a picture file as it is.
 * @param {{type: string, size: number}} file
 * @param {{width: number, height: number}} picture
 */
export function isReadable(file, { width, height }) {
  return READABLE_TYPES.has(file.type) && file.size <= READABLE_BYTES && Math.max(width, height) <= READABLE_SIDE;
}

/**
 * Opens a picture file of any kind that the browser knows.
 * @param {Blob} file
 * @returns {Promise<{canvas: HTMLCanvasElement, file: Blob | null}>} the picture to show, transparency kept, at most 1024 pixels on a side,
 *   and the file if the service can read it; without it, the canvas is what is read
 */
export async function openPicture(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    throw new Error('This file is not an image that the browser can open.');
  }

  const scale = Math.min(1, LARGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const readable = isReadable(file, bitmap) ? file : null;
  bitmap.close();
  return { canvas, file: readable };
}

/** The first picture among files that were pasted or dropped, or undefined. @param {DataTransfer | null} transfer */
export function pictureIn(transfer) {
  return [...(transfer?.files ?? [])].find((file) => file.type.startsWith('image/'));
}

/** @param {Blob} blob @returns {Promise<string>} */
export async function base64(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let start = 0; start < bytes.length; start += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }

  return btoa(text);
}
