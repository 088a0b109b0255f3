import sharp from 'sharp'
import type { Bucket } from '../../src/aws/bucket.ts'
import { prefixes } from '../../src/aws/contract.ts'
import { sha256 } from '../../src/hash.ts'
import { seeded } from '../../src/random.ts'

/** Small photos, no two alike: keys below images/ and content. */
export async function drawPhotos(count: number, seed: number, name = 'photo'): Promise<Map<string, Uint8Array>> {
  const random = seeded(seed)
  const photos = new Map<string, Uint8Array>()
  for (let i = 0; i < count; i++) {
    const [width, height] = [64 + random.integer(200), 64 + random.integer(200)]
    const raw = Buffer.alloc(width * height * 3)
    const [r, g, b] = [random.integer(256), random.integer(256), random.integer(256)]
    for (let at = 0; at < raw.length; at += 3) {
      raw[at] = (r + at / width) % 256
      raw[at + 1] = (g + (at % width)) % 256
      raw[at + 2] = (b + i) % 256
    }
    const photo = await sharp(raw, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 80 })
      .toBuffer()
    photos.set(`${name}/${String(i).padStart(4, '0')}.jpg`, photo)
  }
  return photos
}

export async function uploadAll(bucket: Bucket, photos: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const waiting = [...photos]
  const one = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await bucket.write(`${prefixes.images}${next[0]}`, next[1], 'image/jpeg')
    }
  }
  await Promise.all([one(), one(), one(), one()])
}

/** Key and SHA-256, sorted: what the rows are to say. */
export function truthOf(photos: ReadonlyMap<string, Uint8Array>): string[] {
  return [...photos].map(([key, bytes]) => `${key} ${sha256(bytes)}`).sort()
}
