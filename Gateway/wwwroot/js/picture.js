const LARGEST_SIDE = 1024;

/**
 * Decodes a picture file of any kind that the browser knows.
 * @param {Blob} file
 * @returns {Promise<HTMLCanvasElement>} the picture, transparency kept, at most 1024 pixels on a side
 */
export async function decodePicture(file) {
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
  bitmap.close();
  return canvas;
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
