// BLAKE2b without a key (RFC 7693), which names statements. A word of 64 bits is two of 32 here, the lower one first.

const BLOCK = 128; // bytes
const START = Uint32Array.of(
  0xf3bcc908, 0x6a09e667, 0x84caa73b, 0xbb67ae85, 0xfe94f82b, 0x3c6ef372, 0x5f1d36f1, 0xa54ff53a,
  0xade682d1, 0x510e527f, 0x2b3e6c1f, 0x9b05688c, 0xfb41bd6b, 0x1f83d9ab, 0x137e2179, 0x5be0cd19,
);
/** In what order each round takes the words of the block, in hexadecimal digits; the last two begin again. */
const ORDERS = [
  "0123456789abcdef", "ea489fd61c02b753", "b8c052fdae367194", "7931dcbe265a40f8", "905724afe1bc683d", "2c6a0b834d75fe19",
  "c51fed4a0763928b", "db7ec13950f4862a", "6fe9b308c2d714a5", "a2847615fb9e3cd0", "0123456789abcdef", "ea489fd61c02b753",
].map((order) => [...order].map((digit) => 2 * Number.parseInt(digit, 16)));
/** The four words that each step of a round mixes: columns, then diagonals. */
const STEPS = ["048c", "159d", "26ae", "37bf", "05af", "16bc", "278d", "349e"].map((step) => [...step].map((digit) => 2 * Number.parseInt(digit, 16)));

const NOTHING = [0, 0]; // where no word of the block is added

/** Add to a word of `state` another one and a word of the block. */
const addWord = (state, to, from, block, at) => {
  const low = state[to] + state[from] + block[at];
  state[to + 1] += state[from + 1] + block[at + 1] + Math.floor(low / 2 ** 32);
  state[to] = low;
};

/** Let a word of `state` differ by another one, and turn it to the right by so many bits. */
const turnWord = (state, to, from, bits) => {
  const swapped = bits < 32 ? 0 : 1;
  const one = state[to + swapped] ^ state[from + swapped];
  const other = state[to + 1 - swapped] ^ state[from + 1 - swapped];
  const by = bits % 32;
  state[to] = by ? (one >>> by) | (other << (32 - by)) : one;
  state[to + 1] = by ? (other >>> by) | (one << (32 - by)) : other;
};

/** The hash of a text in UTF-8, so many bytes of it, 1 to 64, in hexadecimal digits. */
const blake2b = (text, size) => {
  const bytes = new TextEncoder().encode(text);
  const hash = START.slice();
  hash[0] ^= 0x01010000 ^ size;
  for (let from = 0; from === 0 || from < bytes.length; from += BLOCK) {
    const padded = new DataView(new ArrayBuffer(BLOCK));
    new Uint8Array(padded.buffer).set(bytes.subarray(from, from + BLOCK));
    const block = Array.from({ length: BLOCK / 4 }, (_, at) => padded.getUint32(4 * at, true));
    const state = Uint32Array.of(...hash, ...START);
    state[24] ^= Math.min(from + BLOCK, bytes.length);
    if (from + BLOCK >= bytes.length) for (const at of [28, 29]) state[at] = ~state[at];
    for (const order of ORDERS) {
      STEPS.forEach(([a, b, c, d], step) => {
        addWord(state, a, b, block, order[2 * step]);
        turnWord(state, d, a, 32);
        addWord(state, c, d, NOTHING, 0);
        turnWord(state, b, c, 24);
        addWord(state, a, b, block, order[2 * step + 1]);
        turnWord(state, d, a, 16);
        addWord(state, c, d, NOTHING, 0);
        turnWord(state, b, c, 63);
      });
    }
    hash.forEach((word, at) => { hash[at] = word ^ state[at] ^ state[at + 16]; });
  }
  return Array.from({ length: size }, (_, at) => ((hash[at >> 2] >>> (8 * (at % 4))) & 255).toString(16).padStart(2, "0")).join("");
};
