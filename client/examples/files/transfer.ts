/** What goes before a file's bytes. */
interface Header {
  name: string;
  size: number;
}

/** Small enough for every browser; see RFC 8831, 6.6. */
const CHUNK_BYTES = 16 * 1024;
const FULL_BYTES = 1024 * 1024;

export type OnProgress = (share: number) => void;

/** Sends a file: its header, then its bytes, no faster than they go out. */
export async function send(
  channel: RTCDataChannel,
  file: File,
  onProgress: OnProgress,
): Promise<void> {
  channel.send(JSON.stringify({ name: file.name, size: file.size } satisfies Header));
  channel.bufferedAmountLowThreshold = FULL_BYTES / 2;
  for (let start = 0; start < file.size; start += CHUNK_BYTES) {
    if (channel.bufferedAmount > FULL_BYTES) {
      await new Promise((resolve) => {
        channel.addEventListener("bufferedamountlow", resolve, { once: true });
      });
    }
    channel.send(await file.slice(start, start + CHUNK_BYTES).arrayBuffer());
    onProgress(Math.min(1, (start + CHUNK_BYTES) / file.size));
  }
}

/** Puts together the files that come over a channel. */
export function receive(
  channel: RTCDataChannel,
  onProgress: OnProgress,
  onFile: (name: string, content: Blob) => void,
): void {
  let header: Header = { name: "", size: 0 };
  let chunks: ArrayBuffer[] = [];
  let received = 0;
  channel.binaryType = "arraybuffer";
  channel.addEventListener("message", ({ data }: MessageEvent<string | ArrayBuffer>) => {
    if (typeof data === "string") {
      header = JSON.parse(data);
      chunks = [];
      received = 0;
    } else {
      chunks.push(data);
      received += data.byteLength;
    }
    onProgress(header.size === 0 ? 1 : received / header.size);
    if (received === header.size) {
      onFile(header.name, new Blob(chunks));
    }
  });
}
